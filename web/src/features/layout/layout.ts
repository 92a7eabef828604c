// A form's layout as pages draw it: sheets of sections, and in each what stands there in order.
import { fieldOf } from '@/core/forms'
import type { Field, Form, FormTab, LayoutElement, Section } from '@/core/types'

export type Placed = { kind: 'field'; field: Field } | { kind: 'element'; element: LayoutElement }
export type Group = {
  key: string
  label: Section['label']
  columns: number
  folded: boolean
  tab: string | null
  items: Placed[]
}

/** The sections in order, and whatever no section names in a last one; `wanted` says which fields are drawn. */
export function groupsOf(form: Form, wanted: (field: Field) => boolean = () => true): Group[] {
  const named = form.sections ?? []
  const used = new Set(named.flatMap((s) => s.fields))
  const rest = form.fields.filter((field) => !used.has(field.key)).map((field) => field.key)
  const groups = named.map((s, i) => ({
    key: s.key ?? String(i),
    label: s.label,
    columns: s.columns ?? 1,
    folded: s.collapsed ?? false,
    tab: form.tabs?.some((t) => t.key === s.tab) ? (s.tab ?? null) : null,
    items: placed(form, s.fields, wanted),
  }))
  const last = { key: '', label: null, columns: 1, folded: false, tab: null, items: placed(form, rest, wanted) }
  return [...groups, last].filter((g) => g.items.length > 0)
}

function placed(form: Form, keys: string[], wanted: (field: Field) => boolean): Placed[] {
  return keys.flatMap((key): Placed[] => {
    const element = form.elements?.find((e) => e.key === key)
    if (element) return [{ kind: 'element', element }]
    const field = fieldOf(form, key)
    return field && wanted(field) ? [{ kind: 'field', field }] : []
  })
}

/** The sheets that have anything on them. */
export const tabsOf = (form: Form, groups: Group[]): FormTab[] =>
  (form.tabs ?? []).filter((tab) => groups.some((g) => g.tab === tab.key))

/** True when somebody has arranged the form beyond plain sections. */
export const isArranged = (form: Form): boolean =>
  (form.tabs ?? []).length > 0 ||
  (form.elements ?? []).length > 0 ||
  (form.sections ?? []).some((s) => (s.columns ?? 1) > 1)

export const fieldsIn = (groups: Group[]): Field[] =>
  groups.flatMap((g) => g.items.flatMap((item) => (item.kind === 'field' ? [item.field] : [])))
