// A computed value, shown as one of its result's kind; what has none shows the code of what went wrong.
import { type Key, useText } from '@/i18n'
import { FieldCell } from './FieldCell'
import { FieldOperand } from './FieldOperand'
import type { CellProps, OperandProps } from './kind'
import css from './kinds.module.css'
import { asResult } from './result'

const NAMES: { [code: string]: Key<'fields'> } = {
  '#DIV/0': 'wrong.divided',
  '#VALUE': 'wrong.unusable',
  '#NUM': 'wrong.range',
  '#N/A': 'wrong.missing',
  '#REF': 'wrong.lost',
  '#LIMIT': 'wrong.much',
}

export function ResultCell(props: CellProps) {
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

export function ResultOperand(props: OperandProps) {
  return <FieldOperand {...props} field={asResult(props.field)} />
}
