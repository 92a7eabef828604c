// What a list shows: a saved view, and what the address changes on top of it.
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { columnsIn, fieldOf, hasStages, slot } from '@/core/forms'
import type { Field, Filter, Form, View, ViewDefinition } from '@/core/types'
import { kindOf } from '@/kinds'
import { usePreview } from './preview'

export type Shown = { filter: Filter | null; sort: string[]; columns: string[]; group: string | null }

/** Which groups are folded: `all` says how those start, `turned` which are the other way. */
export type Folding = { all: boolean; turned: ReadonlySet<string> }

export type ListState = Shown & {
  view: View | null
  /** What the view has saved, or what its editor is making of it. */
  definition: ViewDefinition
  search: string
  folding: Folding
  setFolding: (folding: Folding) => void
  /** The address differs from the saved view. */
  dirty: boolean
  set: (change: Partial<Shown>) => void
  setSearch: (q: string) => void
  setView: (view: View | null) => void
  /** Back to what the view has saved. */
  revert: () => void
  params: URLSearchParams
  setParams: ReturnType<typeof useSearchParams>[1]
}

export const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** What a record is worth: the money of its stages, else what its head shows, else the first that can be summed. */
export function moneyOf(form: Form): string | undefined {
  const isMoney = (key: string | undefined) => key !== undefined && fieldOf(form, key)?.kind === 'money'
  const summed = form.fields.filter((f) => f.kind === 'money' && f.summable !== false).map((f) => f.key)
  return [slot(form, 'pipeline', 'amount'), ...(form.figures ?? []), ...summed].find(isMoney)
}

/**
 * Columns when neither view nor address says: the first fields that fit a cell, money among them (a figure that
 * was walked into is found again as the total of its list), then stage, owner and last change.
 */
export function defaultColumns(form: Form): string[] {
  const own = form.fields.filter((f) => !f.closed && !kindOf(f.kind).block && f.kind !== 'serial').map((f) => f.key)
  const system = ['stage', 'owner', 'next_activity_at', 'updated_at'].filter((key) => fieldOf(form, key))
  const first = own.includes(form.title) ? [form.title, ...own.filter((key) => key !== form.title)] : own
  const worth = moneyOf(form)
  // Where there are stages these, the owner and the next step are worth more than a fourth field of its own.
  const shown = first.slice(0, hasStages(form) ? 3 : 5)
  if (worth && !shown.includes(worth)) shown.push(worth)
  else shown.push(...first.slice(shown.length, shown.length + 1))
  return [...shown, ...system]
}

/** The view's definition with every gap filled; columns that no longer exist or show nothing but locks are dropped. */
export function savedOf(form: Form, definition: ViewDefinition | undefined): Shown {
  const open = new Set(columnsIn(form).map((field) => field.key))
  const columns = (definition?.columns ?? []).filter((key) => open.has(key))
  return {
    filter: definition?.filter ?? null,
    sort: definition?.sort ?? [],
    columns: columns.length ? columns : defaultColumns(form),
    group: groupIn(form, definition?.group),
  }
}

/** Saved values overlaid by the address (`filter`, `sort`, `cols`). */
export function shownOf(form: Form, saved: Shown, params: URLSearchParams): Shown {
  return {
    filter: params.has('filter') ? parseFilter(params.get('filter')) : saved.filter,
    sort: params.has('sort') ? split(params.get('sort')) : saved.sort,
    group: params.has('group') ? groupIn(form, params.get('group')) : saved.group,
    columns: params.has('cols') ? split(params.get('cols')).filter((key) => fieldOf(form, key)) : saved.columns,
  }
}

/** Writes a change into the address; what equals the view again disappears from it. */
export function withChange(params: URLSearchParams, saved: Shown, change: Partial<Shown>): URLSearchParams {
  const next = new URLSearchParams(params)
  const put = (name: string, value: string, same: boolean) => (same ? next.delete(name) : next.set(name, value))
  if ('filter' in change) put('filter', JSON.stringify(change.filter ?? null), sameJson(change.filter, saved.filter))
  if (change.sort) put('sort', change.sort.join(','), sameJson(change.sort, saved.sort))
  if ('group' in change) {
    put('group', change.group ?? '', sameJson(change.group, saved.group))
    withFolding(next, UNFOLDED)
  }
  if (change.columns) put('cols', change.columns.join(','), sameJson(change.columns, saved.columns))
  return next
}

const GROUPABLE = new Set([
  'choice',
  'stage',
  'person',
  'department',
  'relation',
  'switch',
  'cascade',
  'rating',
  'date',
  'datetime',
])

/** Fields a list can be put into groups by: those with few values, and dates by month. */
export const mayGroup = (field: Field): boolean =>
  GROUPABLE.has(field.kind) && (field.groupable === true || field.kind === 'stage') && field.options?.target !== '*'

function groupIn(form: Form, key: string | null | undefined): string | null {
  const field = key ? fieldOf(form, key) : undefined
  return field && mayGroup(field) ? field.key : null
}

const UNFOLDED: Folding = { all: false, turned: new Set() }

function foldingIn(params: URLSearchParams): Folding {
  const turned = split(params.get('turned')).map(decodeURIComponent)
  return { all: params.get('fold') === 'all', turned: new Set(turned) }
}

/** Writes which groups are folded into the address. */
function withFolding(params: URLSearchParams, folding: Folding): URLSearchParams {
  if (folding.all) params.set('fold', 'all')
  else params.delete('fold')
  if (folding.turned.size) params.set('turned', [...folding.turned].map(encodeURIComponent).join(','))
  else params.delete('turned')
  return params
}

const split = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean)

function parseFilter(text: string | null): Filter | null {
  try {
    return JSON.parse(text ?? 'null') as Filter | null
  } catch {
    return null // A hand-edited address: show everything rather than an error.
  }
}

/** What addresses and preferences call a view: its key where the template ships it, else its id. */
export const idOf = (view: View): string => view.key ?? String(view.id ?? '')

/** No parameter: the default, else the first view somebody made; `view=all`, or a filter without a view (a walked-in number): none. */
export function chosenView(form: Form, params: URLSearchParams): View | null {
  const wanted = params.get('view')
  const views = form.views ?? []
  if (wanted) return views.find((v) => idOf(v) === wanted) ?? null
  return params.has('filter') ? null : (views.find((v) => v.default) ?? views.find((v) => !v.ready) ?? null)
}

export function useListState(form: Form): ListState {
  const [params, setParams] = useSearchParams()
  const preview = usePreview(form.key)
  return useMemo(() => {
    const view = chosenView(form, params)
    const definition = preview ?? view?.definition ?? {}
    const saved = savedOf(form, definition)
    // What is being edited is shown as it will be saved, whatever the address says.
    const shown = preview ? saved : shownOf(form, saved, params)
    const replace = (next: URLSearchParams) => setParams(next, { replace: true })
    return {
      ...shown,
      view,
      definition,
      search: params.get('q') ?? '',
      folding: foldingIn(params),
      setFolding: (folding) => replace(withFolding(new URLSearchParams(params), folding)),
      dirty: !preview && ['filter', 'sort', 'cols', 'group'].some((name) => params.has(name)),
      set: (change) => replace(pinned(withChange(params, saved, change), view)),
      setSearch: (q) => replace(withSearch(params, q)),
      setView: (next) => setParams(next ? { view: idOf(next) } : { view: 'all' }),
      revert: () => replace(pinned(new URLSearchParams(), view)),
      params,
      setParams,
    }
  }, [form, params, setParams, preview])
}

/** Once the address carries changes it must also say on top of which view. */
function pinned(params: URLSearchParams, view: View | null): URLSearchParams {
  params.set('view', view ? idOf(view) : 'all')
  return params
}

function withSearch(params: URLSearchParams, q: string): URLSearchParams {
  const next = new URLSearchParams(params)
  if (q) next.set('q', q)
  else next.delete('q')
  return next
}
