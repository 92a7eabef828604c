// Background work of the whole workspace, for administrators: jobs, waiting events, schedules.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, patch, post } from '@/core/http'
import { isRunning } from '@/core/jobs'
import type { Id, Job, Page, Ref, Words } from '@/core/types'

export const STATES = ['queued', 'running', 'failed', 'done', 'cancelled'] as const
export type JobState = (typeof STATES)[number]

export type AnyJob = Job & {
  /** The form that it is about, where it is about one. */
  form: string | null
  by: Ref | null
  attempts: number
  due_at: string | null
  cancelling: boolean
  may_retry: boolean
}
export type KindCount = { kind: string; label: Words } & { [K in JobState]: number }
export type Trouble = {
  handler: string
  label: string
  events: number
  since: string
  attempts: number
  error: string | null
  error_detail: string | null
}
export type Elsewhere = {
  deliveries: { [state: string]: number }
  rule_runs: { [state: string]: number }
}
export type Summary = {
  days: number
  kinds: KindCount[]
  processes: { name: string; at: string; silent: boolean }[]
  waiting: { events: number; since: string | null }
  handlers: Trouble[]
  elsewhere: Elsewhere
}
export type Letter = {
  id: Id
  kind: string
  form: string | null
  form_label: string | null
  record_id: Id | null
  at: string
  attempts: number
  next_at: string
  error: string | null
  error_detail: string | null
  kind_label: string | null
}
export type Schedule = {
  key: string
  kind: string
  label: Words
  at: string
  usual: string
  enabled: boolean
  last: string | null
  next: string | null
  moved: 'page' | 'nobody' | 'settings'
  /** So many minutes apart instead of once a day. */
  every: number | null
  /** Its job waits or runs now. */
  busy: boolean
}

const WORK = ['admin', 'work']
const OFTEN = 3000

export function useAllJobs(state: JobState | null, kind: string | null) {
  return useInfiniteQuery({
    queryKey: [...WORK, 'jobs', state, kind],
    queryFn: ({ pageParam }) => get<Page<AnyJob>>('/admin/jobs', { query: { state, kind, before: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: (q) => (q.state.data?.pages[0]?.items.some(isRunning) ? OFTEN : false),
  })
}

export const useSummary = () =>
  useQuery({
    queryKey: [...WORK, 'summary'],
    queryFn: () => get<Summary>('/admin/jobs/summary'),
    refetchInterval: 4 * OFTEN,
  })

export const useLetters = (handler: string) =>
  useQuery({
    queryKey: [...WORK, 'letters', handler],
    queryFn: () => get<{ items: Letter[] }>('/admin/jobs/letters', { query: { handler } }),
  })

export const useSchedules = () =>
  useQuery({
    queryKey: [...WORK, 'schedules'],
    queryFn: () => get<{ items: Schedule[] }>('/admin/schedules'),
    refetchInterval: (q) => (q.state.data?.items.some((each) => each.busy) ? OFTEN : false),
  })

function useAct<W>(work: (wish: W) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: work, onSuccess: () => void client.invalidateQueries({ queryKey: WORK }) })
}

const once = () => ({ idempotencyKey: newIdempotencyKey() })
export const useRetryJob = () => useAct((id: string) => post(`/admin/jobs/${id}/retry`, {}, once()))
export const useCancelAnyJob = () => useAct((id: string) => post(`/admin/jobs/${id}/cancel`, {}, once()))
export const useRetryLetters = () => useAct((handler: string) => post('/admin/jobs/letters/retry', { handler }))
export const useMoveSchedule = () =>
  useAct((wish: { key: string; at: string; enabled: boolean }) =>
    patch(`/admin/schedules/${wish.key}`, { at: wish.at, enabled: wish.enabled }),
  )
export const useRunSchedule = () => useAct((key: string) => post(`/admin/schedules/${key}/run`, {}, once()))
