// The values of one record of a push: those that are carried, and what its form asks for besides.
import { fieldOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { PushPlan, PushStep } from '@/core/pushing'
import type { Field as FieldOf, Form, Row, Value } from '@/core/types'
import { useText } from '@/i18n'
import { AtHand, FieldCell, FieldEditor, kindOf } from '@/kinds'
import { Field, FieldError, Icon } from '@/ui'
import css from './pushing.module.css'
import type { PushState } from './pushState'

type Props = { form: Form; plan: PushPlan; step: PushStep; state: PushState }

export function StepFields({ form, plan, step, state }: Props) {
  const t = useText('pushing')
  const typed = state.typed(step.key)
  const problems = state.problems(step.key)
  const asked = problems.map((p) => p.field).filter((key) => key && fieldOf(form, key))
  const keys = [...new Set([...step.fields, ...step.required, ...asked])]
  const values = { ...step.values, ...typed }
  const unplaced = problems.filter((p) => p.field && !['id', 'use'].includes(p.field) && !fieldOf(form, p.field))
  if (keys.length === 0)
    return <p className="caption">{t(step.use === 'existing' ? 'nothingFilled' : 'nothingCarried')}</p>
  return (
    <AtHand value={values as Row}>
      {step.use === 'existing' && <p className="caption">{t('fills')}</p>}
      <div className={css.grid}>
        {keys.map((key) => (
          <OneField
            key={key}
            form={form}
            plan={plan}
            field={fieldOf(form, key)}
            value={values[key] ?? null}
            required={step.required.includes(key)}
            typed={Object.fromEntries(plan.steps.map((each) => [each.key, state.typed(each.key)]))}
            error={problems.find((p) => p.field === key)?.detail}
            onChange={(value) => state.put(step.key, key, value)}
          />
        ))}
      </div>
      {unplaced.map((p) => (
        <FieldError key={p.field}>{p.detail}</FieldError>
      ))}
    </AtHand>
  )
}

type OneProps = {
  form: Form
  plan: PushPlan
  field: FieldOf | undefined
  value: Value
  required: boolean
  error: string | undefined
  /** What was typed in every step. */
  typed: { [step: string]: { [key: string]: Value } }
  onChange: (value: Value) => void
}

function OneField({ form, plan, field, value, required, error, typed, onChange }: OneProps) {
  const f = useFormat()
  const waits = plan.steps.find((x) => x.key === stepIn(value))
  const title = useForm(waits?.form ?? '').data?.title ?? ''
  if (!field) return null
  const block = kindOf(field.kind).block === true || field.kind === 'file'
  const edits = !field.readonly && Boolean(kindOf(field.kind).Editor)
  return (
    <div className={block ? css.whole : ''}>
      <Field label={f.words(field.label)} required={required || field.required} error={error}>
        {(ids) =>
          stepIn(value) !== null ? (
            <span className={css.waits} id={ids.id}>
              <Icon name="link" size={14} />{' '}
              {waits ? (namedIn(waits, typed[waits.key], title) ?? f.words(waits.label)) : '—'}
            </span>
          ) : edits ? (
            <FieldEditor field={field} form={form} value={value} onChange={onChange} ids={ids} />
          ) : (
            <span className={css.waits} id={ids.id}>
              <FieldCell field={field} form={form} value={value} />
            </span>
          )
        }
      </Field>
    </div>
  )
}

/** How the record of a step is called so far: as it is there, or as it will be. */
function namedIn(step: PushStep, typed: { [key: string]: Value } | undefined, title: string): string | null {
  const value = typed?.[title] ?? step.values[title]
  return step.use === 'existing' ? step.title : typeof value === 'string' && value ? value : null
}

/** The step whose record will stand here; null for a value of its own. */
function stepIn(value: Value): string | null {
  const step = value !== null && typeof value === 'object' ? (value as { step?: unknown }).step : undefined
  return typeof step === 'string' ? step : null
}
