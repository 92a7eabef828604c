// The value of one filter row, by kind and operator.
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from './FieldEditor'
import css from './kinds.module.css'
import type { OperandProps } from './kind'
import { kindOf } from './registry'

export const needsNoValue = (op: string): boolean => op === 'empty' || op === 'not_empty'

export function FieldOperand(props: OperandProps) {
  if (needsNoValue(props.op)) return null
  const { Operand } = kindOf(props.field.kind)
  if (Operand) return <Operand {...props} />
  if (props.op === 'between') return <Between {...props} />
  return <Plain {...props} />
}

function Plain({ field, value, onChange }: OperandProps) {
  return (
    <FieldEditor
      field={{ ...field, readonly: false }}
      value={value ?? null}
      onChange={onChange}
      aria-label={labelText(field)}
    />
  )
}

/** Two values, [from, to]. */
function Between({ field, value, onChange }: OperandProps) {
  const t = useText('fields')
  const [from, to] = Array.isArray(value) ? (value as [Value, Value]) : [null, null]
  return (
    <span className={css.between}>
      <FieldEditor field={field} value={from ?? null} onChange={(v) => onChange([v, to ?? null])} />
      <span className="t3">{t('to')}</span>
      <FieldEditor field={field} value={to ?? null} onChange={(v) => onChange([from ?? null, v])} />
    </span>
  )
}

const labelText = (field: OperandProps['field']): string => field.label['zh-CN'] ?? field.key
