// The duplicates report of a form: groups of likely twins, looking again, pairs that are known not to be the same.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { may } from '@/core/forms'
import { get, newIdempotencyKey, post } from '@/core/http'
import { JOBS } from '@/core/jobs'
import type { Form, Id, Ref, Row, Words } from '@/core/types'

export type Reason = { kind: 'key' | 'core' | 'near'; key: string; label: Words; fields: string[]; score: number }
export type Group = { id: string; score: number; reasons: Reason[]; records: Row[] }
export type Report = {
  at: string | null
  job: { id: string; done: number; total: number | null } | null
  may: boolean
  compared: Reason[]
}
export type Apart = { records: Row[]; by: Ref | null; at: string }
type Groups = { report: Report; items: Group[]; total: number; next: Id | null }
type Aparts = { report: Report; items: Apart[] }

const KEY = 'duplicates'

export const duplicatesRoute = (form: string): string => `/f/${form}/duplicates`

/** Asked every second while somebody looks through the form, so that the result is there when it is. */
const pace = (report: Report | undefined) => (report?.job ? 1000 : false)

export const useGroups = (form: string, owner: Id | null) =>
  useInfiniteQuery({
    queryKey: [KEY, form, 'groups', owner],
    queryFn: ({ pageParam }) => get<Groups>(`/duplicates/${form}`, { query: { owner, after: pageParam } }),
    initialPageParam: null as Id | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: (q) => pace(q.state.data?.pages[0]?.report),
  })

export const useApart = (form: string, enabled: boolean) =>
  useQuery({
    queryKey: [KEY, form, 'apart'],
    queryFn: () => get<Aparts>(`/duplicates/${form}`, { query: { apart: true, limit: 50 } }),
    enabled,
  })

/** How many groups wait for whoever may merge; nobody else asks. */
export const useTwinCount = (form: Form) =>
  useQuery({
    queryKey: [KEY, form.key, 'count'],
    queryFn: () => get<{ count: number; may: boolean; compared: boolean }>(`/duplicates/${form.key}/count`),
    enabled: may(form, 'change') && may(form, 'delete'),
  }).data

const useRefresh = (form: string) => {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: [KEY, form] })
}

export function useLook(form: string) {
  const client = useQueryClient()
  const refresh = useRefresh(form)
  return useMutation({
    mutationFn: () => post<{ job: string }>(`/duplicates/${form}`, {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: JOBS })
      return refresh()
    },
  })
}

/** These are not the same, or that is taken back. */
export function useSayApart(form: string) {
  const refresh = useRefresh(form)
  return useMutation({
    mutationFn: ({ ids, apart }: { ids: Id[]; apart: boolean }) =>
      post(`/duplicates/${form}/${apart ? 'apart' : 'together'}`, { ids }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: refresh,
  })
}

export const useRefreshGroups = useRefresh
