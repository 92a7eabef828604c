// A value as text in a table, card or field list.
import type { CellProps } from './kind'
import { kindOf } from './registry'

export function FieldCell(props: CellProps) {
  const { Cell } = kindOf(props.field.kind)
  return <Cell {...props} />
}
