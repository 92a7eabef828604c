// What a rollup may gather and a lookup may show: forms that point here, own detail tables, fields that fit.
import type { Field, Form } from '@/core/types'
import { asResult } from '@/kinds'
import type { Options } from '../model/types'

/** `by`: the relation of another form's records to this one; `detail`: an own table. */
export type Source = { value: string; form: Form; by?: Field; detail?: Field }

export const FUNCTIONS = ['count', 'sum', 'average', 'min', 'max', 'distinct'] as const
export type Function = (typeof FUNCTIONS)[number]

const NUMBERS = new Set(['number', 'rating', 'slider'])
const SHOWN: { [kind: string]: string } = { money: 'money', percent: 'percent', date: 'date', datetime: 'datetime' }
const APART = new Set('text number date datetime time choice path switch person department'.split(' '))
const NOT_SETTLED = new Set(['department', 'updated_at', 'updated_by', 'last_activity_at', 'next_activity_at'])

/** Where a rollup of the form `own` can gather from. */
export function sourcesOf(own: Form, forms: Form[]): Source[] {
  const others = [...forms.filter((x) => x.key !== own.key), own]
  const related = others.flatMap((form) =>
    form.fields
      .filter((by) => by.kind === 'relation' && (by.options?.target === own.key || by.options?.target === '*'))
      .map((by) => ({ value: `${form.key}.${by.key}`, form, by })),
  )
  const details = own.fields
    .filter((x) => x.kind === 'detail')
    .map((detail) => ({
      value: detail.key,
      form: rowsForm(own, { ...detail, fields: keptColumns(detail.fields ?? []) }),
      detail,
    }))
  return [...details, ...related]
}

/** The rows of a detail table as a form, for the filter builder and for what looks at its neighbours. */
export const rowsForm = (own: Form, detail: Field | undefined): Form => ({
  ...own,
  label: detail?.label ?? own.label,
  fields: detail?.fields ?? [],
  system: [],
})

/** The columns whose values are stored: no lookups, and no formulas that ask for one. */
function keptColumns(columns: Field[]): Field[] {
  const live = new Set(columns.filter((x) => x.kind === 'lookup').map((x) => x.key))
  const asks = (x: Field, key: string) =>
    new RegExp(`(?<![\\w.])${key}(?![\\w])`).test(String(x.options?.['formula'] ?? ''))
  for (let before = -1; before < live.size; ) {
    before = live.size
    for (const x of columns) if (x.kind === 'formula' && [...live].some((key) => asks(x, key))) live.add(x.key)
  }
  return columns.filter((x) => !live.has(x.key))
}

/** Which departments lie below another changes without a write of the record. */
const withoutTree = (field: Field): Field =>
  field.operand === 'department' || field.operand === 'departments'
    ? { ...field, operators: field.operators?.filter((op) => op !== 'below') ?? [] }
    : field

/** The form as a rollup's filter may ask for it: only what changes by writing the record itself. */
export const settledForm = (form: Form): Form => ({
  ...form,
  fields: form.fields.filter((x) => x.kind !== 'lookup').map(withoutTree),
  system: (form.system ?? []).filter((x) => !NOT_SETTLED.has(x.key)),
})

/** What a field's figure is shown as; undefined when the function cannot use it. */
export function resultOf(field: Field, how: string): string | undefined {
  if (field.kind === 'lookup') return undefined
  const kind = asResult(field).kind
  const shown = SHOWN[kind] ?? (NUMBERS.has(kind) ? 'number' : undefined)
  if (how === 'distinct') return APART.has(field.operand ?? '') ? 'number' : undefined
  const dated = shown === 'date' || shown === 'datetime'
  return dated && how !== 'min' && how !== 'max' ? undefined : shown
}

export const usable = (source: Source | undefined, how: string): Field[] =>
  (source?.form.fields ?? []).filter((field) => resultOf(field, how) !== undefined)

/** Decimals that hold the figure: those of the values, two for an average. */
export function decimalsFor(field: Field, how: string): number {
  const own = asResult(field)
  const exact = own.kind === 'number' || own.kind === 'slider' || own.kind === 'percent'
  const decimals = exact ? Number(own.options?.decimals ?? (own.kind === 'percent' ? 2 : 0)) : 0
  return how === 'average' ? Math.max(2, decimals) : decimals
}

/** The relations by which a lookup may go. */
export const relationsOf = (own: Form): Field[] =>
  own.fields.filter((x) => x.kind === 'relation' && x.options?.target !== '*')

const SEVERAL = new Set(['rows', 'records', 'people', 'departments'])

const NOT_SHOWN = new Set(['batch_id'])

/** What a lookup may show: each field that is one value, and the owner, stage and other columns of every record. */
export const shownBy = (target: Form | undefined): Field[] => [
  ...(target?.fields ?? []).filter((x) => !SEVERAL.has(x.operand ?? '')),
  ...(target?.system ?? []).filter((x) => !NOT_SHOWN.has(x.key)),
]

/** What a new rollup or lookup begins with: the first that makes sense, so that it can be published at once. */
export function startOf(kind: string, own: Form, forms: Form[]): Options {
  if (kind === 'rollup') {
    const source = sourcesOf(own, forms)[0]
    if (source?.detail) return { detail: source.detail.key }
    return source?.by ? { source: source.form.key, by: source.by.key } : {}
  }
  const relation = relationsOf(own)[0]
  const there = [own, ...forms].find((x) => x.key === relation?.options?.target)
  return relation ? { relation: relation.key, field: there?.title ?? '' } : {}
}
