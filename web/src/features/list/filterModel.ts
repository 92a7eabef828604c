// The filter builder's model: rows and one level of groups, to and from the condition tree of the API.
import type { Condition, Field, Filter, Form, Value } from '@/core/types'
import { needsNoValue } from '@/kinds'

export type Join = 'and' | 'or'
export type RowModel = { kind: 'row'; id: number; field: string; op: string; value: Value }
/** What the builder cannot show (deeper nesting, not): kept untouched, can be removed. */
export type OpaqueModel = { kind: 'opaque'; id: number; filter: Filter }
/** A group that carries a name (what leaks, for one cause or all): shown by it, kept whole, removed as one. */
export type NamedModel = { kind: 'named'; id: number; name: string; filter: Filter }
export type GroupModel = { kind: 'group'; id: number; join: Join; rows: (RowModel | OpaqueModel | NamedModel)[] }
export type Item = RowModel | GroupModel | OpaqueModel | NamedModel
export type FilterModel = { join: Join; items: Item[]; nextId: number }

export const emptyModel: FilterModel = { join: 'and', items: [], nextId: 1 }

const isCondition = (f: Filter): f is Condition => 'field' in f

export const nameOf = (f: Filter): string | undefined => ('named' in f ? f.named : undefined)

export function toModel(filter: Filter | null): FilterModel {
  let id = 0
  const next = () => ++id
  const named = (f: Filter, name: string): NamedModel => ({ kind: 'named', id: next(), name, filter: f })
  const leaf = (f: Filter): RowModel | OpaqueModel | NamedModel => {
    const name = nameOf(f)
    if (name) return named(f, name)
    return isCondition(f)
      ? { kind: 'row', id: next(), field: f.field, op: f.op, value: f.value ?? null }
      : { kind: 'opaque', id: next(), filter: f }
  }
  const item = (f: Filter): Item => {
    if (nameOf(f)) return leaf(f)
    if ('and' in f) return { kind: 'group', id: next(), join: 'and', rows: f.and.map(leaf) }
    if ('or' in f) return { kind: 'group', id: next(), join: 'or', rows: f.or.map(leaf) }
    return leaf(f)
  }
  if (!filter) return emptyModel
  if (nameOf(filter)) return { join: 'and', items: [leaf(filter)], nextId: id + 1 }
  if ('and' in filter) return { join: 'and', items: filter.and.map(item), nextId: id + 1 }
  if ('or' in filter) return { join: 'or', items: filter.or.map(item), nextId: id + 1 }
  return { join: 'and', items: [leaf(filter)], nextId: id + 1 }
}

/** Rows without a value do not count yet; null when nothing is left. A single row needs no "and" around it. */
export function toFilter(model: FilterModel): Filter | null {
  return joined(model.join, model.items.map(itemFilter))
}

function itemFilter(item: Item): Filter | null {
  if (item.kind === 'opaque' || item.kind === 'named') return item.filter
  if (item.kind === 'group') return joined(item.join, item.rows.map(itemFilter))
  if (!isComplete(item)) return null
  return needsNoValue(item.op)
    ? { field: item.field, op: item.op }
    : { field: item.field, op: item.op, value: item.value }
}

function joined(join: Join, parts: (Filter | null)[]): Filter | null {
  const all = parts.filter((p) => p !== null)
  if (all.length <= 1) return all[0] ?? null
  return join === 'and' ? { and: all } : { or: all }
}

const PAIRS = new Set(['between', 'overlaps'])

export function isComplete(row: RowModel): boolean {
  if (!row.field || !row.op) return false
  if (needsNoValue(row.op)) return true
  if (PAIRS.has(row.op))
    return Array.isArray(row.value) && row.value.length === 2 && row.value.every((v) => v !== null && v !== '')
  return !(
    row.value === null ||
    row.value === undefined ||
    row.value === '' ||
    (Array.isArray(row.value) && row.value.length === 0)
  )
}

/** How many conditions a filter has, a named group being one: the number on its button. */
export function countConditions(filter: Filter | null): number {
  if (!filter) return 0
  if (nameOf(filter)) return 1
  if ('and' in filter) return filter.and.reduce((n, f) => n + countConditions(f), 0)
  if ('or' in filter) return filter.or.reduce((n, f) => n + countConditions(f), 0)
  return 1
}

/** The named groups at the top of a filter: what stands as chips beside its button. */
export const namedIn = (filter: Filter | null): NamedModel[] => toModel(filter).items.filter((i) => i.kind === 'named')

/** The filter without one of its items. */
export function without(filter: Filter | null, id: number): Filter | null {
  const model = toModel(filter)
  return toFilter({ ...model, items: model.items.filter((i) => i.id !== id) })
}

/** A filterable field: its path (`account.industry`), what it is, and the field before the dot. */
export type FilterField = { path: string; field: Field; through?: Field; settled?: boolean }

/** Own and system fields, fields one relation away, and the owner's department; `settled`: nothing that leads away. */
export function filterFields(form: Form, forms: Form[], settled = false): FilterField[] {
  const usable = (f: Field) => (f.operators?.length ?? 0) > 0
  const own = [...form.fields, ...form.system].filter(usable)
  if (settled) return own.map((field) => ({ path: field.key, field, settled }))
  const away = own.flatMap((through) =>
    relatedFields(form, through, forms)
      .filter(usable)
      .map((field) => ({ path: `${through.key}.${field.key}`, field, through })),
  )
  return [...own.map((field) => ({ path: field.key, field })), ...away]
}

const NEAR_KINDS = new Set(['choice', 'choices', 'text', 'money', 'number', 'date', 'switch'])

/** A person's department reads like the record's own; of a related record what people filter by. */
function relatedFields(form: Form, through: Field, forms: Form[]): Field[] {
  if (through.kind === 'person') return form.system.filter((f) => f.key === 'department')
  if (through.kind !== 'relation') return []
  const target = forms.find((f) => f.key === through.options?.target)
  return target?.fields.filter((f) => NEAR_KINDS.has(f.kind)) ?? []
}

/** First operator for a field: what people ask most of such a value. */
export function firstOp(field: Field): string {
  const wanted: Record<string, string> = {
    text: 'contains',
    long_text: 'contains',
    choice: 'in',
    stage: 'in',
    person: 'in',
    relation: 'in',
    department: 'below',
    date: 'relative',
    datetime: 'relative',
    money: 'ge',
    number: 'ge',
    choices: 'any',
    tags: 'any',
    cascade: 'below',
    address: 'below',
    rich_text: 'contains',
    people: 'any',
    departments: 'below',
    date_range: 'relative',
    time: 'between',
    rating: 'ge',
    slider: 'ge',
  }
  const operators = field.operators ?? []
  const op = wanted[field.kind]
  return op && operators.includes(op) ? op : (operators[0] ?? 'eq')
}

/** Keeps the value when the new operator takes the same shape, else clears it. */
export function valueFor(op: string, before: { op: string; value: Value }): Value {
  const many = new Set(['in', 'not_in', 'any', 'all', 'none', 'below'])
  const shape = (o: string) =>
    many.has(o) ? 'many' : PAIRS.has(o) ? 'pair' : o === 'relative' || needsNoValue(o) ? o : 'one'
  return shape(op) === shape(before.op) ? before.value : null
}
