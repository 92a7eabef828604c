// Attached files.
import { fileUrl } from '@/core/files'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { FilesEditor, filesOf } from '../FilesEditor'
import type { CellProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

function Cell({ value }: CellProps) {
  const t = useText('fields')
  const files = filesOf(value)
  const [first] = files
  if (!first) return <Empty />
  return (
    <span className={css.file} title={t('files', { count: files.length })}>
      <Icon name="clip" size={14} />
      <a className="ellipsis" href={fileUrl(first.id)} onClick={(e) => e.stopPropagation()} download={first.name}>
        {first.name}
      </a>
      {files.length > 1 && <span className="caption">{t('moreItems', { count: files.length - 1 })}</span>}
    </span>
  )
}

const file: FieldKind = {
  key: 'file',
  icon: 'clip',
  Cell,
  Editor: FilesEditor,
  width: 160,
  block: true,
  toWrite: (v) => filesOf(v).map((f) => f.id),
}
export default file
