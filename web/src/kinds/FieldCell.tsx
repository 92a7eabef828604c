// A value as text in a table, card or field list; the one place that tells masked values from open ones.
import type { CellProps } from './kind'
import { maskOf, useShown } from './masked'
import { MaskedCell } from './MaskedCell'
import { kindOf } from './registry'

export function FieldCell(props: CellProps) {
  const { Cell } = kindOf(props.field.kind)
  const value = useShown(props.form, props.row, props.field.key, props.value)
  const mask = maskOf(value)
  if (mask !== null) return <MaskedCell {...props} mask={mask} />
  return <Cell {...props} value={value} />
}
