// Pools: what waits there, what one may still take, taking it, giving it back.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, post } from '@/core/http'
import { refreshForm } from '@/core/records'
import type { Id, Page, Row, Words } from '@/core/types'

export type Quota = {
  per_day: number | null
  taken: number | null
  cap: number | null
  holds: number | null
  left: number | null
  until: string
}

export type Pool = {
  key: string
  form: string
  label: Words
  admin: boolean
  by: 'grab' | 'assign' | 'both'
  waiting: number
  quota: Quota
}

type Person = { id: Id; title: string }
export type Place = {
  since: string
  why: 'new' | 'released' | 'recycled' | 'taken_away'
  reason: string | null
  from: Person | null
  by: Person | null
}
export type Lying = Row & { _place: Place }

export type OfRecord = {
  place: Place | null
  clock: { pool: { key: string; label: Words | null }; rule: string; since: string; expires: string } | null
  pools: { key: string; label: Words }[]
}

export type Result = { id: Id; ok: boolean; code: string | null; detail: string | null }
export type Results = { results: Result[] }

const KEY = 'pools'
const DAY = 86_400_000

/** Within a day a record is about to go back. */
export const isSoon = (expires: string): boolean => Date.parse(expires) - Date.now() <= DAY

/** Whole hours that are left, at least one while there is any time. */
export const hoursLeft = (expires: string): number =>
  Math.max(1, Math.floor((Date.parse(expires) - Date.now()) / 3_600_000))

export const usePool = (key: string) =>
  useQuery({ queryKey: [KEY, key], queryFn: () => get<Pool>(`/pools/${key}`), enabled: key !== '', retry: false })

export const useLying = (key: string, search: string) =>
  useInfiniteQuery({
    queryKey: [KEY, key, 'records', search],
    queryFn: ({ pageParam }) =>
      get<Page<Lying>>(`/pools/${key}/records`, { query: { search, cursor: pageParam, limit: 50 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })

export const useOfRecord = (form: string, id: Id, enabled: boolean) =>
  useQuery({
    queryKey: ['record', form, id, KEY],
    queryFn: () => get<OfRecord>(`/records/${form}/${id}/pool`),
    enabled,
  })

/** What waits to be taken, for Today: the pools with the first of their records. */
export type Waiting = Pool & { items: { id: Id; title: string; subtitle: string | null; place: Place }[] }

/** Pools of a form for its lists: whether one may take from them, or give out of them. */
export type FormPool = { key: string; label: Words; by: Pool['by']; takes: boolean; gives: boolean }

export const useFormPools = (form: string, enabled: boolean) =>
  useQuery({
    queryKey: [KEY, 'of', form],
    queryFn: async () => (await get<{ items: FormPool[] }>(`/forms/${form}/pools`)).items,
    enabled,
    staleTime: 60_000,
  })

/** What one asks for many: each record says what became of it. */
function useMany<W>(form: string | undefined, send: (w: W, idempotencyKey: string) => Promise<Results>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: W) => send(w, newIdempotencyKey()),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: [KEY] })
      void client.invalidateQueries({ queryKey: ['today'] })
      if (form) refreshForm(client, form)
    },
  })
}

type Target = { key: string; form: string }

export const useTake = (pool: Target | undefined) =>
  useMany(pool?.form, (ids: Id[], idempotencyKey) =>
    post<Results>(`/pools/${pool?.key ?? ''}/claim`, { ids }, { idempotencyKey }),
  )

export const useGive = (pool: Target | undefined) =>
  useMany(pool?.form, (w: { ids: Id[]; person: Id }, idempotencyKey) =>
    post<Results>(`/pools/${pool?.key ?? ''}/assign`, w, { idempotencyKey }),
  )

export const useRelease = (form: string) =>
  useMany(form, (w: { ids: Id[]; reason: string | null; pool: string | null }, idempotencyKey) =>
    post<Results>(`/records/${form}/release`, w, { idempotencyKey }),
  )

/** Within the hour, while nobody has them: as if they had never been given back. */
export const useUndoRelease = (form: string) =>
  useMany(form, (ids: Id[], idempotencyKey) =>
    post<Results>(`/records/${form}/release/undo`, { ids }, { idempotencyKey }),
  )
