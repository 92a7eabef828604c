// An e-mail address.
import type { CellProps, FieldKind } from '../kind'
import { Empty } from '../RefCell'
import { ReachCell } from '../ReachCell'
import { TextEditor } from './text'

function Cell({ value }: CellProps) {
  return typeof value === 'string' && value ? <ReachCell href={`mailto:${value}`}>{value}</ReachCell> : <Empty />
}

const email: FieldKind = { key: 'email', icon: 'mail', Cell, Editor: TextEditor, width: 180 }
export default email
