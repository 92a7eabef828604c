// Attached pictures, shown small.
import { isPicture } from '@/core/pictures'
import { useText } from '@/i18n'
import { FileLink, Thumb } from '../Files'
import { FilesEditor, filesOf } from '../FilesEditor'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

const FIT = 3

function Cell({ value, full }: CellProps) {
  const t = useText('fields')
  const images = filesOf(value)
  if (images.length === 0) return <Empty />
  const shown = full ? images : images.slice(0, FIT)
  return (
    <span className={full ? css.pictures : css.tags}>
      {shown.map((image) => {
        const How = isPicture(image) ? Thumb : FileLink
        return <How key={image.id} file={image} among={images} />
      })}
      {images.length > shown.length && (
        <span className="caption">{t('moreItems', { count: images.length - shown.length })}</span>
      )}
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
