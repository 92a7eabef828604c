// A number with its unit.
import { useFormat } from '@/core/format'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { NumberEditor } from '../NumberEditor'
import { Empty } from '../RefCell'

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  if (typeof value !== 'number') return <Empty />
  const { unit, decimals = 0, grouping } = field.options ?? {}
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {grouping === false ? String(value) : f.number(value, decimals)}
      {unit && <span className="t3"> {unit}</span>}
    </span>
  )
}

function Editor(props: EditorProps) {
  const { decimals, unit } = props.field.options ?? {}
  return <NumberEditor {...props} decimals={decimals ?? 0} after={unit ?? undefined} />
}

const number: FieldKind = { key: 'number', icon: 'sort', Cell, Editor, align: 'right', width: 104 }
export default number
