// The text of a formula: judged while typing where the form is in force, plain text until then.
import { lazy, Suspense } from 'react'
import { useText } from '@/i18n'
import { Field, TextArea } from '@/ui'
import { useBench } from '../bench'
import { detailOf, fieldAt } from '../model/paths'
import type { OptionProps } from './SchemaForm'

const FormulaEditor = lazy(() => import('@/features/formula/FormulaEditor').then((m) => ({ default: m.FormulaEditor })))

/** Kinds of result that a type of formula may be shown as; the first one is taken when the present one is none of them. */
const SHOWN_AS: { [type: string]: string[] } = {
  number: ['number', 'money', 'percent'],
  text: ['text'],
  date: ['date'],
  datetime: ['datetime'],
  boolean: ['switch'],
  switch: ['switch'],
}

export function FormulaOption({ label, value, onChange, set, options, error }: OptionProps) {
  const t = useText('designer')
  const { form, inForce, chosen } = useBench()
  const detail = detailOf(chosen.fields[0] ?? '')
  const helped = inForce !== null && (detail === null || fieldAt(inForce, detail) !== undefined)
  const text = typeof value === 'string' ? value : ''
  const take = (formula: { text: string; type: string } | null) => {
    if (!formula || formula.text === text) return
    onChange(formula.text, true)
    const fits = SHOWN_AS[formula.type]
    if (fits && !fits.includes(String(options.result ?? 'text'))) set('result', fits[0])
  }
  return (
    <Field label={label} hint={helped ? undefined : t('formulaHint')} error={error}>
      {(ids) =>
        !helped ? (
          <TextArea {...ids} rows={[3, 10]} value={text} onChange={(now) => onChange(now || undefined, true)} />
        ) : (
          <Suspense>
            <FormulaEditor
              key={chosen.fields[0]}
              form={form.key}
              purpose="column"
              detail={detail}
              value={text}
              onChange={take}
              aria-label={label}
            />
          </Suspense>
        )
      }
    </Field>
  )
}
