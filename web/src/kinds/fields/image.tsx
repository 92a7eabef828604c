// Attached pictures, shown small.
import { fileUrl } from '@/core/files'
import { useText } from '@/i18n'
import { FilesEditor, filesOf } from '../FilesEditor'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

function Cell({ value }: CellProps) {
  const t = useText('fields')
  const images = filesOf(value)
  if (images.length === 0) return <Empty />
  return (
    <span className={css.tags}>
      {images.slice(0, 3).map((image) => (
        <a
          key={image.id}
          href={fileUrl(image.id)}
          target="_blank"
          rel="noreferrer"
          onClick={(e) => e.stopPropagation()}
        >
          <img src={fileUrl(image.id)} alt={image.name} className={css.thumb} loading="lazy" />
        </a>
      ))}
      {images.length > 3 && <span className="caption">{t('moreItems', { count: images.length - 3 })}</span>}
    </span>
  )
}

function Editor(props: EditorProps) {
  return <FilesEditor {...props} accept="image/*" />
}

const image: FieldKind = {
  key: 'image',
  icon: 'image',
  Cell,
  Editor,
  width: 120,
  block: true,
  toWrite: (v) => filesOf(v).map((f) => f.id),
}
export default image
