// A number with its unit.
import { useFormat } from '@/core/format'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { NumberEditor } from '../NumberEditor'
import { Empty } from '../RefCell'

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  if (typeof value !== 'number') return <Empty />
  const unit = f.words(field.options?.unit)
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {f.number(value, field.options?.decimals ?? 6)}
      {unit && <span className="t3"> {unit}</span>}
    </span>
  )
}

function Editor(props: EditorProps) {
  const f = useFormat()
  const o = props.field.options
  return <NumberEditor {...props} decimals={o?.decimals} after={f.words(o?.unit) || undefined} />
}

const number: FieldKind = { key: 'number', icon: 'sort', Cell, Editor, align: 'right', width: 104 }
export default number
