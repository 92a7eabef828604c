// A list in groups: subtotals from one aggregate, rows page by page for the groups that come into sight.
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { fieldOf } from '@/core/forms'
import { listKey, loadPage, useAggregate, type Aggregate } from '@/core/records'
import type { Field, Filter, Form, Page, Row, Words } from '@/core/types'
import { rowButtons } from './buttons'
import { coloursOf } from './colouring'
import { askedFields, summedColumns } from './columns'
import type { Folding, ListState } from './state'

const MOST_GROUPS = 200
export const PAGE = 50

export type Group = {
  key: string
  value: unknown
  title: string | Words | null
  count: number
  /** One per summed column, in their order. */
  sums: number[]
  filter: Filter | null
  open: boolean
}

/** What stands in a list one under the other. */
export type Line =
  | { kind: 'row'; key: string; row: Row; at: number }
  | { kind: 'group'; key: string; group: Group }
  | { kind: 'more'; key: string; group: Group; left: number }
  | { kind: 'waiting'; key: string; group: Group }

export type Grouping = {
  field: Field
  sums: Field[]
  groups: Group[]
  lines: Line[]
  total: number
  /** There are more groups than are shown. */
  cut: boolean
  toggle: (group: Group) => void
  more: (group: Group) => void
  /** Tells which groups are in sight: their rows are fetched then. */
  see: (keys: string[]) => void
  busy: boolean
  pending: boolean
  error: Error | null
  retry: () => void
}

/** Rows alone, when nothing is grouped. */
export const linesOf = (rows: Row[]): Line[] => rows.map((row, at) => ({ kind: 'row', key: String(row.id), row, at }))

export const isDated = (field: Field): boolean => field.kind === 'date' || field.kind === 'datetime'

/** Choices, stages, switches and months have an order of their own; the rest stands largest first. */
const isOrdered = (field: Field): boolean => isDated(field) || ['choice', 'stage', 'switch'].includes(field.kind)

export function groupsOf(answer: Aggregate | undefined, folding: Folding): Group[] {
  return (answer?.rows ?? []).map((cells, i) => {
    const head = cells[0] as { value: unknown; title: Group['title'] }
    const key = head.value === null || head.value === undefined ? '' : String(head.value)
    return {
      key,
      value: head.value,
      title: head.title,
      count: Number(cells[1] ?? 0),
      sums: cells.slice(2).map((v) => Number(v ?? 0)),
      filter: answer?.links?.[i]?.filter ?? null,
      open: folding.all === folding.turned.has(key),
    }
  })
}

/** Heads, loaded rows, placeholders for rows on their way, and what is still to load. */
export function groupedLines(groups: Group[], loaded: ReadonlyMap<string, Row[]>): Line[] {
  const lines: Line[] = []
  let at = 0
  for (const group of groups) {
    lines.push({ kind: 'group', key: `g:${group.key}`, group })
    if (!group.open) continue
    const rows = loaded.get(group.key)
    if (!rows) {
      const wait = Math.min(PAGE, group.count)
      for (let i = 0; i < wait; i++) lines.push({ kind: 'waiting', key: `w:${group.key}:${i}`, group })
      continue
    }
    for (const row of rows) lines.push({ kind: 'row', key: `${group.key}:${row.id}`, row, at: at++ })
    const left = group.count - rows.length
    if (left > 0 && rows.length > 0) lines.push({ kind: 'more', key: `m:${group.key}`, group, left })
  }
  return lines
}

export function useGrouping(form: Form, state: ListState): Grouping | null {
  const field = state.group ? fieldOf(form, state.group) : undefined
  const sums = summedColumns(form, state.columns)
  const heads = useAggregate(
    form.key,
    {
      dimensions: [{ field: state.group ?? '', ...(field && isDated(field) ? { bucket: 'month' as const } : {}) }],
      measures: [{ agg: 'count' }, ...sums.map((s) => ({ agg: 'sum' as const, field: s.key }))],
      filter: state.filter,
      ...(state.search ? { search: state.search } : {}),
      ...(field && !isOrdered(field) ? { sort: ['-m0'] } : {}),
      limit: MOST_GROUPS,
      totals: true,
    },
    field !== undefined,
  )
  const groups = useMemo(() => groupsOf(heads.data, state.folding), [heads.data, state.folding])
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const see = useCallback(
    (keys: string[]) => setSeen((now) => (keys.every((k) => now.has(k)) ? now : new Set([...now, ...keys]))),
    [],
  )
  const { loaded, more, busy } = useGroupRows(form, state, field ? groups.filter((g) => g.open && seen.has(g.key)) : [])
  if (!field) return null
  const { all, turned } = state.folding
  return {
    field,
    sums,
    groups,
    lines: groupedLines(groups, loaded),
    total: Number(heads.data?.totals?.[0] ?? 0),
    cut: heads.data?.more === true,
    toggle: (group) => {
      const next = new Set(turned)
      if (!next.delete(group.key)) next.add(group.key)
      state.setFolding({ all, turned: next })
    },
    more,
    see,
    busy: busy || heads.isFetching,
    pending: heads.isPending,
    error: heads.error,
    retry: () => void heads.refetch(),
  }
}

type Pages = { pages: Page<Row>[] }

/** The rows of these groups, as many pages of each as were asked for. */
function useGroupRows(form: Form, state: ListState, groups: Group[]) {
  const client = useQueryClient()
  const [pages, setPages] = useState<{ [group: string]: number }>({})
  const results = useQueries({
    queries: groups.map((group) => {
      const query = {
        filter: group.filter,
        search: state.search,
        sort: state.sort,
        fields: askedFields(form, state.columns, rowButtons(form, state.definition)),
        limit: PAGE,
        count: 'none' as const,
        ...coloursOf(state.definition),
      }
      const many = pages[group.key] ?? 1
      const keyOf = (n: number) => [...listKey(form.key, query), 'pages', n]
      return {
        queryKey: keyOf(many),
        queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Pages> => {
          const found: Page<Row>[] = []
          for (let cursor: string | null = null; found.length < many; cursor = found.at(-1)!.next) {
            found.push(await loadPage(form.key, query, cursor, signal))
            if (found.at(-1)!.next === null) break
          }
          return { pages: found }
        },
        placeholderData: () => client.getQueryData<Pages>(keyOf(many - 1)),
      }
    }),
  })
  const loaded = new Map<string, Row[]>()
  groups.forEach((group, i) => {
    const data = results[i]?.data
    if (data)
      loaded.set(
        group.key,
        data.pages.flatMap((p) => p.items),
      )
  })
  return {
    loaded,
    more: (group: Group) => setPages((now) => ({ ...now, [group.key]: (now[group.key] ?? 1) + 1 })),
    busy: results.some((r) => r.isFetching),
  }
}

/** Tells the grouping which groups stand between these lines. */
export function useSeen(grouping: Grouping | null, lines: Line[], from: number, to: number): void {
  const keys = grouping ? lines.slice(from, to + 1).flatMap((l) => (l.kind === 'row' ? [] : [l.group.key])) : []
  const see = grouping?.see
  const names = JSON.stringify([...new Set(keys)])
  useEffect(() => see?.(JSON.parse(names) as string[]), [see, names])
}
