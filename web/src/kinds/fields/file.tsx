// Attached files.
import { fileUrl } from '@/core/files'
import { useFormat } from '@/core/format'
import type { FileRef } from '@/core/types'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
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
          <FileLink key={file.id} file={file} sized />
        ))}
      </span>
    )
  return (
    <span className={css.file} title={t('files', { count: files.length })}>
      <FileLink file={first} />
      {files.length > 1 && <span className="caption">{t('moreItems', { count: files.length - 1 })}</span>}
    </span>
  )
}

/** Pictures and PDFs open beside the page, the rest is downloaded. */
function FileLink({ file, sized = false }: { file: FileRef; sized?: boolean }) {
  const f = useFormat()
  const shown = /^image\/(png|jpe?g|gif|webp|avif)$|^application\/pdf$/.test(file.type)
  const how = shown ? { target: '_blank', rel: 'noreferrer' } : { download: file.name }
  return (
    <span className={css.file}>
      <Icon name="clip" size={14} />
      <a className="ellipsis" href={fileUrl(file.id)} onClick={(e) => e.stopPropagation()} {...how}>
        {file.name}
      </a>
      {sized && <span className="caption">{f.bytes(file.size)}</span>}
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
