// The text of a formula: judged while typing against the draft, tried on a record where there are some.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { get } from '@/core/http'
import { titleOf } from '@/core/titles'
import type { Page, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Field } from '@/ui'
import { useBench } from '../sight'
import { detailOf } from '../model/paths'
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
  const { form, inForce, chosen, keeping } = useBench()
  const detail = detailOf(chosen.fields[0] ?? '')
  const sample = useSample(inForce === null || detail !== null ? null : form.key)
  const text = typeof value === 'string' ? value : ''
  const take = (formula: { text: string; type: string } | null) => {
    if (!formula || formula.text === text) return
    onChange(formula.text, true)
    const fits = SHOWN_AS[formula.type]
    if (fits && !fits.includes(String(options.result ?? 'text'))) set('result', fits[0])
  }
  return (
    <Field label={label} hint={sample && t('triedOn', { name: sample.title })} error={error}>
      {() => (
        <Suspense>
          <FormulaEditor
            key={chosen.fields[0]}
            form={form.key}
            draft={String(keeping.version)}
            purpose="column"
            detail={detail}
            value={text === NOTHING ? '' : text}
            onChange={take}
            record={sample?.id}
            aria-label={label}
          />
        </Suspense>
      )}
    </Field>
  )
}

/** What a new formula field has until something is written. */
const NOTHING = '""'

/** The record changed last: what is written is tried on it. */
function useSample(form: string | null): { id: number; title: string } | undefined {
  const query = { limit: 1, sort: '-updated_at' }
  const found = useQuery({
    queryKey: ['records', form, 'sample'],
    queryFn: () => get<Page<Row>>(`/records/${form}`, { query }),
    enabled: form !== null,
    staleTime: 60_000,
  })
  const row = found.data?.items[0]
  return row && { id: row.id, title: titleOf(row) }
}
