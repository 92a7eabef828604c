// The value of one filter row, by kind and operator.
import { useFormat } from '@/core/format'
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from './FieldEditor'
import css from './kinds.module.css'
import type { OperandProps } from './kind'
import { kindOf } from './registry'

export const needsNoValue = (op: string): boolean => op === 'empty' || op === 'not_empty'

export function FieldOperand(given: OperandProps) {
  const f = useFormat()
  const props = { 'aria-label': f.words(given.field.label), ...given }
  if (needsNoValue(props.op)) return null
  const { Operand } = kindOf(props.field.kind)
  if (Operand) return <Operand {...props} />
  if (props.op === 'between') return <Between {...props} />
  return <Plain {...props} />
}

function Plain({ field, value, onChange, ...rest }: OperandProps) {
  return <FieldEditor field={typed(field)} value={value ?? null} onChange={onChange} aria-label={rest['aria-label']} />
}

/** What is asked for is typed, also where the field's own values are chosen. */
const typed = ({ offers: _chosen, ...field }: OperandProps['field']) => ({ ...field, readonly: false })

/** Two values, [from, to]. */
function Between({ field, value, onChange, ...rest }: OperandProps) {
  const t = useText('fields')
  const [from, to] = Array.isArray(value) ? (value as [Value, Value]) : [null, null]
  return (
    <span className={css.between}>
      <FieldEditor
        field={field}
        value={from ?? null}
        aria-label={rest['aria-label']}
        onChange={(v) => onChange([v, to ?? null])}
      />
      <span className="t3">{t('to')}</span>
      <FieldEditor
        field={field}
        value={to ?? null}
        aria-label={rest['aria-label']}
        onChange={(v) => onChange([from ?? null, v])}
      />
    </span>
  )
}
