// Runs of rules: found, opened, tried again.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, post } from '@/core/http'
import type { Id, Ref, Words } from '@/core/types'

export const STATES = ['failed', 'queued', 'waiting', 'done', 'cut', 'skipped'] as const
export type RunState = (typeof STATES)[number]
export const GOING: RunState[] = ['queued', 'waiting']
export const AGAIN: RunState[] = ['failed', 'skipped']

export type Named = Ref & { form: string; deleted?: boolean }
export type RunError = { code: string; detail: string; fields: { field: string; detail: string }[] }
export type Run = {
  id: Id
  rule: string
  rule_label: Words
  rule_state: string
  version: number
  record: (Named & { form_label: string }) | null
  event: string | null
  event_label: string | null
  state: RunState
  reason_detail: string | null
  error: RunError | null
  attempts: number
  next_at: string | null
  created_at: string
  started_at: string | null
  ended_at: string | null
}
export type Step = {
  path: string
  item: Id | null
  do: string
  label: string
  state?: 'done' | 'failed'
  output: { [key: string]: unknown } | null
  error: RunError | null
  people: Named[]
  records: Named[]
  fields: string[]
  sent: number
  at?: string
}
export type WholeRun = Run & {
  input: { [key: string]: unknown }
  changed: string[]
  by: Named | null
  cause: { rule: string | null; label: Words | null; record: Named | null }[]
  steps: (Step & { id: Id })[]
}
export type Time = 'day' | 'week' | 'month'
export type Wish = {
  state: RunState | null
  rule: string | null
  form: string | null
  record: string | null
  time: Time | null
}
type Found = { items: Run[]; next: Id | null; counts: { [K in RunState]?: number } }

const RUNS = ['rules', 'runs'] as const
const OFTEN = 3000
const HOURS = { day: 24, week: 7 * 24, month: 30 * 24 }

/** The moment a span of time began, to the minute, so that the address of a page stays the same for a while. */
export function since(time: Time | null, now: number = Date.now()): string | null {
  const minute = 60_000
  return time && new Date(Math.floor(now / minute) * minute - HOURS[time] * 60 * minute).toISOString()
}

export function useRuns(wish: Wish) {
  const { state, rule, form, record, time } = wish
  return useInfiniteQuery({
    queryKey: [...RUNS, wish],
    queryFn: ({ pageParam, signal }) =>
      get<Found>('/rule-runs', {
        query: { state, rule, form, record, since: since(time), before: pageParam },
        signal,
      }),
    initialPageParam: null as Id | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: (q) => (q.state.data?.pages[0]?.items.some((run) => run.state === 'queued') ? OFTEN : 3 * OFTEN),
  })
}

export const useRun = (id: Id) =>
  useQuery({
    queryKey: [...RUNS, 'one', id],
    queryFn: () => get<WholeRun>(`/rule-runs/${id}`),
    refetchInterval: (q) => (q.state.data && GOING.includes(q.state.data.state) ? OFTEN : false),
  })

export type Retried = { queued: number; more: boolean }

export function useRetryRuns() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: { ids: Id[] } | Wish) =>
      post<Retried>('/rule-runs/retry', 'ids' in wish ? wish : matching(wish), { idempotencyKey: newIdempotencyKey() }),
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  })
}

/** All that failed of what the page shows. */
function matching({ rule, form, record, time }: Wish) {
  return {
    state: 'failed',
    ...(rule ? { rule } : {}),
    ...(form ? { form } : {}),
    ...(record ? { record: Number(record) } : {}),
    ...(time ? { since: since(time) } : {}),
  }
}

/** The runs of rules on one record. */
export const runsOfRecord = (form: string, id: Id): string => `/settings/rules/runs?form=${form}&record=${id}`

/** `2.then.0` as people count: its parts, numbers from 1. */
export const partsOf = (path: string): string[] =>
  path.split('.').map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part))

/** How long a run took, in seconds; null while it is at work. */
export const took = (run: Run): number | null =>
  run.started_at && run.ended_at ? (Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000 : null
