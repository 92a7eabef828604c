// Records of any form: pages, one record, writes, moves, bulk changes, sums.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'
import { del, get, newIdempotencyKey, patch, post } from './http'
import { toast } from './toasts'
import type { Filter, Id, Page, Row, Value } from './types'

export type ListQuery = {
  filter?: Filter | null
  search?: string
  /** Field keys, a leading minus for descending; ends with id by itself. */
  sort?: string[]
  fields?: string[]
  limit?: number
  count?: 'exact' | 'capped' | 'none'
  /** Conditions: `_colour` of a record is the place of the first that it meets. */
  colours?: Filter[]
}

export const listKey = (form: string, query?: ListQuery) =>
  query ? (['records', form, query] as const) : (['records', form] as const)
export const recordKey = (form: string, id: Id) => ['record', form, id] as const
export const sumsKey = (form: string) => ['aggregate', form] as const

/** One page of records; a filter too long for an address goes by POST. */
export function loadPage(form: string, q: ListQuery, cursor: string | null, signal?: AbortSignal): Promise<Page<Row>> {
  const sort = q.sort?.length ? q.sort.join(',') : undefined
  const common = { search: q.search, sort, fields: q.fields?.join(','), limit: q.limit ?? 50, cursor, count: q.count }
  const filter = q.filter ? JSON.stringify(q.filter) : undefined
  const o = signal ? { signal } : {}
  const colours = q.colours?.length ? JSON.stringify(q.colours) : undefined
  if ((filter?.length ?? 0) + (colours?.length ?? 0) > 1500) {
    const body = { ...q, limit: common.limit, ...(cursor ? { cursor } : {}) }
    return post<Page<Row>>(`/records/${form}/query`, body, o)
  }
  return get<Page<Row>>(`/records/${form}`, { ...o, query: { filter, colours, ...common } })
}

/** Keyset pages, the next fetched when wanted; old rows stay while a new filter loads. */
export function useRecords(form: string, query: ListQuery, enabled = true) {
  return useInfiniteQuery({
    queryKey: listKey(form, query),
    queryFn: ({ pageParam, signal }) => loadPage(form, query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled,
  })
}

export const useRecord = (form: string, id: Id) =>
  useQuery({ queryKey: recordKey(form, id), queryFn: () => get<Row>(`/records/${form}/${id}`) })

/** Marks everything that may show a form's records as stale. */
export function refreshForm(client: QueryClient, form: string, id?: Id): void {
  void client.invalidateQueries({ queryKey: listKey(form) })
  void client.invalidateQueries({ queryKey: sumsKey(form) })
  void client.invalidateQueries({ queryKey: id === undefined ? ['record', form] : recordKey(form, id) })
  if (id !== undefined) void client.invalidateQueries({ queryKey: ['timeline', form, id] })
}

/** Says what rules want said although the write went through. */
export function tellWarnings(row: Row | undefined): void {
  const warnings = (row?._warnings ?? []) as { message: string }[]
  warnings.forEach(({ message }) => toast({ text: message }))
}

export type Change = { [key: string]: Value }

export function useCreate(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { values: Change; key?: string }) =>
      post<Row>(`/records/${form}`, w.values, { idempotencyKey: w.key ?? newIdempotencyKey() }),
    onSuccess: (row) => {
      tellWarnings(row)
      refreshForm(client, form, row.id)
    },
  })
}

/** Changes fields of one record; a stale version comes back as Problem 409 with yours, theirs, by, at. */
export function useChange(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { id: Id; version: number; change: Change }) =>
      patch<Row>(
        `/records/${form}/${w.id}`,
        { ...w.change, version: w.version },
        { idempotencyKey: newIdempotencyKey() },
      ),
    onSuccess: (row) => {
      tellWarnings(row)
      client.setQueryData(recordKey(form, row.id), row)
      patchLists(client, form, row)
      refreshForm(client, form, row.id)
    },
  })
}

/** Puts a changed row into every loaded list so that the cell shows it before the refetch. */
export function patchLists(client: QueryClient, form: string, row: Row): void {
  client.setQueriesData<{ pages: Page<Row>[]; pageParams: unknown[] }>({ queryKey: listKey(form) }, (data) =>
    data?.pages
      ? {
          ...data,
          pages: data.pages.map((p) => ({ ...p, items: p.items.map((r) => (r.id === row.id ? { ...r, ...row } : r)) })),
        }
      : data,
  )
}

export function useRemove(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: Id) => del(`/records/${form}/${id}`),
    // The record itself is not fetched again: it is gone.
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: listKey(form) })
      void client.invalidateQueries({ queryKey: sumsKey(form) })
    },
  })
}

/** A move: stage, claim, release, assign, convert, restore, merge … */
export function useMove(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { id: Id; move: string; body?: Change }) =>
      post<Row>(`/records/${form}/${w.id}/${w.move}`, w.body ?? {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: (row, w) => {
      tellWarnings(row)
      refreshForm(client, form, w.id)
    },
  })
}

export type BulkTarget = { ids: Id[] } | { filter: Filter | null }
export type BulkMove = { to: 'stage' | 'delete' | 'restore' | 'assign' | 'press'; [key: string]: Value }
export type BulkWork = { change: Change } | { move: BulkMove }
export type Batch = { job: string; batch: Id }

export function useBulk(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: BulkTarget & BulkWork) =>
      post<Batch>(`/records/${form}/bulk`, w, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => refreshForm(client, form),
  })
}

export const undoBatch = (batch: Id) =>
  post<Batch>(`/batches/${batch}/undo`, {}, { idempotencyKey: newIdempotencyKey() })

export type Measure = { agg: 'count' | 'sum' | 'avg' | 'min' | 'max'; field?: string; filter?: Filter; as?: string }
export type Dimension = { field: string; bucket?: 'day' | 'week' | 'month' | 'quarter' | 'year' }
export type AggregateQuery = {
  dimensions?: Dimension[]
  measures: Measure[]
  /** The measures over everything, too. */
  totals?: boolean
  filter?: Filter | null
  search?: string
  sort?: string[]
  limit?: number
}
/** Dimensions read `{value, title}`, measures numbers; `links` open what stands behind each row. */
export type Aggregate = {
  columns: { key: string; label?: string }[]
  rows: Value[][]
  links?: { form: string; filter: Filter | null }[]
  totals?: (number | null)[]
  more?: boolean
}

export function useAggregate(form: string, query: AggregateQuery, enabled = true) {
  return useQuery({
    queryKey: [...sumsKey(form), query],
    queryFn: ({ signal }) => post<Aggregate>(`/aggregate/${form}`, query, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  })
}
