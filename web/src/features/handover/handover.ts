// What the handover pages read and ask for: what somebody holds, the plan, the run, its undo, briefs.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, post } from '@/core/http'
import { JOBS } from '@/core/jobs'
import { useSettled } from '@/core/search'
import type { Filter, Id, Page, Ref, Words } from '@/core/types'

export type Sum = { field: string; value: number } | null
export type Sample = { id: Id; title: string | null }
export type Giver = {
  id: Id
  name: string
  account: string | null
  state: 'active' | 'disabled' | 'not_activated'
  department: Ref | null
  records: number
}
export type HeldForm = {
  form: string
  label: Words
  count: number
  binned: number
  sum: Sum
  stages: { stage: string; label: Words; type: string; count: number; sum: number | null }[]
  samples: Sample[]
}
export type HeldField = HeldForm & { path: string; field: Words; always: boolean }
export type HeldThing = {
  key: string
  label: Words
  fate: 'moves' | 'ends' | 'stays'
  warns: boolean
  count: number
  items: { id: Id | string; label: Words | string; link: string | null; note: string | null }[]
}
export type Traces = {
  days: number
  since: string
  total: number
  groups: { action: string; form: string | null; label: Words | null; times: number; rows: number; last: string }[]
}
export type Held = {
  person: Giver
  forms: HeldForm[]
  fields: HeldField[]
  others: HeldThing[]
  traces: Traces
}

/** `pool`: its records go to nobody, which is chosen as such; with neither the rule is not decided yet. */
export type Rule = { form: string; filter: Filter | null; to: Ref[]; pool: boolean }
export type Piece = { form: string; ids: Id[]; to: Ref | null }
export type Teams = 'leaves' | 'passes' | 'stays' | 'reader'
/** What is being put together on the page. */
export type Draft = {
  rest: Ref[]
  /** What becomes of all that no rule names: somebody gets it, nobody does, or it stays. */
  restTo: 'give' | 'pool' | 'stay'
  follow: boolean
  rules: Rule[]
  pieces: Piece[]
  fields: string[]
  others: Ref | null
  ending: 'stays' | 'leaves'
  teams: Teams
  readerUntil: string | null
  overLimits: boolean
  leaveLocked: boolean
  tell: boolean
  note: string
}

export type Share = { person: Ref | null; total: number; forms: ShareForm[] }
export type ShareForm = { form: string; label: Words; count: number; sum?: Sum; samples?: Sample[] }
export type Refused = { form: string; id: Id; title: string | null; code: string }
export type Sight = {
  person: Ref
  part: 'giver' | 'receiver' | 'near'
  forms: { form: string; label: Words; before: number; after: number }[]
}
export type Plan = {
  total: number
  most: number
  receivers: Share[]
  locked: { count: number; items: Refused[] }
  limits: { count: number; people: { person: Ref; count: number }[] }
  sight: Sight[]
}
export type State = 'queued' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone'
export type Run = {
  id: Id
  person: Ref
  state: State
  by: Ref | null
  created_at: string
  done_at: string | null
  undone_at: string | null
  job: string | null
  total: number
  note: string | null
  ending: 'stays' | 'leaves'
  undo: {
    possible: boolean
    reason: 'running' | 'undone' | 'not_done' | 'too_old' | 'not_yours' | null
    until: string | null
  }
}
export type RunDetail = Run & {
  part: 'all' | 'mine'
  receivers: Share[]
  locked?: Refused[]
  others?: { key: string; label: Words; to: Ref | null; items: (Words | string)[] }[]
  readable?: number
  shares?: number
  left_account?: boolean
  late?: number
  error?: { code: string; detail?: string } | null
  undone?: {
    restored: number
    left: number
    enabled: boolean
    shares_left: number
    by: Ref | null
    items: Refused[]
    others_left: { key: string; label: Words; items: (Words | string)[] }[]
  } | null
}
export type Brief = {
  form: string
  id: Id
  label: Words
  title: string
  facts: { label: string; text: string; wide: boolean }[]
  tables: {
    key: string
    label: string
    heads: string[]
    right: boolean[]
    rows: string[][]
    records: { form: string; id: Id }[]
  }[]
}

const KEY = ['handovers'] as const

export const isDecided = (rule: Rule): boolean => rule.pool || rule.to.length > 0

export const blank = (ending: Draft['ending']): Draft => ({
  rest: [],
  restTo: 'give',
  follow: true,
  rules: [],
  pieces: [],
  fields: [],
  others: null,
  ending,
  teams: ending === 'leaves' ? 'leaves' : 'stays',
  readerUntil: null,
  overLimits: false,
  leaveLocked: false,
  tell: true,
  note: '',
})

/** The draft as the API takes it. */
export const askedOf = (person: Id, d: Draft) => ({
  person,
  split: {
    rest: d.restTo === 'give' ? d.rest.map((r) => r.id) : [],
    keep_rest: d.restTo === 'stay',
    follow: d.follow,
    rules: d.rules
      .filter(isDecided)
      .map((r) => ({ form: r.form, filter: r.filter, to: r.pool ? [] : r.to.map((x) => x.id) })),
    pieces: d.pieces.map((p) => ({ form: p.form, ids: p.ids, to: p.to?.id ?? null })),
  },
  fields: d.fields,
  others: d.others?.id ?? null,
  ending: d.ending,
  teams: d.teams,
  reader_until: d.ending === 'leaves' ? null : d.readerUntil,
  over_limits: d.overLimits,
  leave_locked: d.leaveLocked,
  tell: d.tell,
  note: d.note,
})

export const useGivers = (q: string) =>
  useQuery({
    queryKey: [...KEY, 'people', q],
    queryFn: () => get<Page<Giver>>('/handovers/people', { query: { q } }),
    placeholderData: keepPreviousData,
  })
export const useHeld = (person: Id) =>
  useQuery({ queryKey: [...KEY, 'held', person], queryFn: () => get<Held>(`/handovers/people/${person}`) })
export const useRuns = () => useQuery({ queryKey: KEY, queryFn: () => get<Page<Run>>('/handovers') })

/** Asked again once the page has rested; what is only written to the receivers changes nothing about it. */
export function usePlan(asked: ReturnType<typeof askedOf>) {
  const settled = useSettled(JSON.stringify({ ...asked, note: '', tell: true }), 300)
  return useQuery({
    queryKey: [...KEY, 'plan', settled],
    queryFn: () => post<Plan>('/handovers/plan', JSON.parse(settled)),
    placeholderData: keepPreviousData,
    retry: false,
  })
}

export const isGoing = (state: State): boolean => state === 'queued' || state === 'undoing'

export function useRun(id: Id) {
  return useQuery({
    queryKey: [...KEY, 'run', id],
    queryFn: () => get<RunDetail>(`/handovers/${id}`),
    refetchInterval: (q) => (q.state.data && isGoing(q.state.data.state) ? 700 : false),
  })
}

export function useStart() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: ReturnType<typeof askedOf>) =>
      post<{ id: Id; job: string }>('/handovers', asked, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: KEY })
      void client.invalidateQueries({ queryKey: JOBS })
    },
  })
}

export function useUndo(id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (enable: boolean) => post(`/handovers/${id}/undo`, { enable }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: KEY })
      void client.invalidateQueries({ queryKey: JOBS })
    },
  })
}

export const useBriefForms = (id: Id) =>
  useQuery({
    queryKey: [...KEY, 'briefs', id],
    queryFn: () => get<{ items: { form: string; label: Words }[] }>(`/handovers/${id}/briefs`),
  })

export function useWent(id: Id, form: string) {
  return useInfiniteQuery({
    queryKey: [...KEY, 'went', id, form],
    queryFn: ({ pageParam }) =>
      get<{ items: (Sample & { owner: Ref | null })[]; next: Id | null }>(`/handovers/${id}/records`, {
        query: { form, after: pageParam },
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
  })
}

export const useBrief = (form: string, id: Id) =>
  useQuery({ queryKey: ['brief', form, id], queryFn: () => get<Brief>(`/briefs/${form}/${id}`) })
