// An address on the web.
import type { CellProps, FieldKind } from '../kind'
import { Empty } from '../RefCell'
import { ReachCell, safeUrl } from '../ReachCell'
import { TextEditor } from './text'

function Cell({ value }: CellProps) {
  if (typeof value !== 'string' || !value) return <Empty />
  const href = safeUrl(value)
  return href ? (
    <ReachCell href={href}>{value.replace(/^https?:\/\//, '')}</ReachCell>
  ) : (
    <span className="ellipsis">{value}</span>
  )
}

const link: FieldKind = { key: 'link', icon: 'link', Cell, Editor: TextEditor, width: 180 }
export default link
