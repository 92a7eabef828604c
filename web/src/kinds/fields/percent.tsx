// A share in percent; 20 means 20 %.
import { useFormat } from '@/core/format'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { NumberEditor } from '../NumberEditor'
import { Empty } from '../RefCell'

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  return typeof value === 'number' ? <span>{f.percent(value, field.options?.decimals ?? 1)}</span> : <Empty />
}

function Editor(props: EditorProps) {
  return <NumberEditor {...props} decimals={props.field.options?.decimals} after="%" />
}

const percent: FieldKind = { key: 'percent', icon: 'forecast', Cell, Editor, align: 'right', width: 84 }
export default percent
