// Attached files.
import { useText } from '@/i18n'
import { FileLink } from '../Files'
import { FilesEditor, filesOf } from '../FilesEditor'
import type { CellProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

function Cell({ value, full }: CellProps) {
  const t = useText('fields')
  const files = filesOf(value)
  const [first] = files
  if (!first) return <Empty />
  if (full)
    return (
      <span className={css.lines}>
        {files.map((file) => (
          <FileLink key={file.id} file={file} among={files} sized />
        ))}
      </span>
    )
  return (
    <span className={css.file} title={t('files', { count: files.length })}>
      <FileLink file={first} among={files} />
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
