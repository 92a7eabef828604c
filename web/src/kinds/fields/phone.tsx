// A phone number; grouped for reading, dialled by a tap.
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { Empty } from '../RefCell'
import { ReachCell } from '../ReachCell'
import { TextEditor } from './text'

/** 13902255229 → 139 0225 5229. */
export const grouped = (phone: string): string => phone.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')

function Cell({ value }: CellProps) {
  if (typeof value !== 'string' || !value) return <Empty />
  return <ReachCell href={`tel:${value.replace(/[^\d+]/g, '')}`}>{grouped(value)}</ReachCell>
}

function Editor(props: EditorProps) {
  return <TextEditor {...props} />
}

const phone: FieldKind = { key: 'phone', icon: 'phone', Cell, Editor, width: 128 }
export default phone
