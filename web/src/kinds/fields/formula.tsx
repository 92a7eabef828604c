// A value worked out from the record's other fields; what has none shows the code of what went wrong.
import { type Key, useText } from '@/i18n'
import { FieldCell } from '../FieldCell'
import { FieldOperand } from '../FieldOperand'
import type { CellProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { asResult } from '../result'

const NAMES: { [code: string]: Key<'fields'> } = {
  '#DIV/0': 'wrong.divided',
  '#VALUE': 'wrong.unusable',
  '#NUM': 'wrong.range',
  '#N/A': 'wrong.missing',
  '#REF': 'wrong.lost',
  '#LIMIT': 'wrong.much',
}

function Cell(props: CellProps) {
  const t = useText('fields')
  const { value } = props
  const error = typeof value === 'object' && value !== null ? (value as { error?: string }).error : undefined
  if (error === undefined) return <FieldCell {...props} field={asResult(props.field)} />
  const name = NAMES[error]
  return (
    <span className={css.wrong} title={name && t(name)}>
      {error}
    </span>
  )
}

function Operand(props: OperandProps) {
  return <FieldOperand {...props} field={asResult(props.field)} />
}

const formula: FieldKind = { key: 'formula', icon: 'dashboard', Cell, Operand, width: 116 }
export default formula
