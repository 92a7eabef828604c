// A dashboard: its definition, and the numbers of each widget with the filter of the records behind them.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'
import type { Filter, Id, Words } from '@/core/types'
import type { Leak } from '@/features/today/today'

export type Place = { x: number; y: number; w: number; h: number }
export type Widget = {
  key: string
  kind: 'figures' | 'leaks' | 'chart' | 'funnel' | 'ranking'
  chart?: string
  label: Words
  note?: Words
  place: Place
  mode?: string
  form?: string
}
export type Definition = { key: string; label: Words; icon?: string; form: string; period: string; widgets: Widget[] }

export type Unit = 'money' | 'percent' | 'days' | 'number'
export type Figure = {
  key: string
  label: Words
  value: number | null
  unit: Unit
  form: string
  filter: Filter | null
  before?: number | null
  better?: 'up' | 'down'
  /** Another measure of the same records, in words around its value. */
  beside?: { value: number | null; unit: Unit; text: Words }
  /** What a leak rate was seven days ago. */
  week_ago?: number
}

export type Titled = { value: unknown; title: string | Words | null }
export type Column = {
  key: string
  role: 'dimension' | 'measure'
  field?: string
  type?: string
  bucket?: string
  agg?: string
}
export type Chart = {
  form: string
  columns: Column[]
  rows: (Titled | number | null)[][]
  links: { form: string; filter: Filter | null }[]
  totals?: (number | null)[]
  more: boolean
}

export type StageShare = {
  key: string
  label: Words
  probability: number | null
  count: number
  amount: number | null
  form: string
  filter: Filter | null
}
export type Leaks = Leak & {
  form: string
  count: number
  held_count: number
  money: string | null
  filter: Filter
  held_filter?: Filter
  stages: StageShare[]
}

export type FunnelStep = {
  stage: string
  label: Words
  type?: string
  count: number
  amount?: number | null
  rate: number | null
  days: number | null
  form?: string
  filter?: Filter | null
}
export type Funnel = {
  form: string
  mode: string
  count?: number
  steps: FunnelStep[]
  won?: FunnelStep | null
  limit?: string
}

export type Ranking = {
  columns: { key: string; label: Words }[]
  rows: { by: Titled; form: string; filter: Filter; figures: Figure[] }[]
  more: boolean
}

export type Data = {
  key: string
  updated_at: string
  period: { key: string; first: string | null; last: string | null }
  widgets: { [key: string]: unknown }
}

export type Scope = { period?: string; department?: Id }

export const useDashboards = () =>
  useQuery({ queryKey: ['dashboard'], queryFn: () => get<{ items: Definition[] }>('/dashboards') })

export function useDashboardData(key: string, scope: Scope) {
  return useQuery({
    queryKey: ['dashboard', key, scope],
    queryFn: ({ signal }) =>
      get<Data>(`/dashboards/${key}/data`, { signal, query: { period: scope.period, department: scope.department } }),
    placeholderData: keepPreviousData,
    refetchInterval: 300_000,
  })
}

export const measuresOf = (chart: Chart): number[] => chart.columns.flatMap((c, i) => (c.role === 'measure' ? [i] : []))

/** As many columns as a card has room for. */
export const MOST_COLUMNS = 24

/** The chart as far as standing columns can show it: the latest of a course of time, else the first groups. */
export function columnsOf(chart: Chart): Chart {
  if (chart.rows.length <= MOST_COLUMNS) return chart
  const from = chart.columns[0]?.bucket ? chart.rows.length - MOST_COLUMNS : 0
  const part = <T>(all: T[]) => all.slice(from, from + MOST_COLUMNS)
  return { ...chart, rows: part(chart.rows), links: part(chart.links) }
}

/** Better than before, worse, or neither; `better` says which direction is good. */
export function judge(figure: Figure): 'good' | 'bad' | null {
  const before = figure.before ?? figure.week_ago
  if (before == null || figure.value == null || before === figure.value) return null
  const up = figure.value > before
  return up === (figure.better !== 'down') ? 'good' : 'bad'
}
