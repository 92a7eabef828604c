// Requests about somebody's personal data: found, exported, previewed, erased.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, newIdempotencyKey, post } from '@/core/http'
import { JOBS } from '@/core/jobs'
import type { Id, Page, Ref } from '@/core/types'

export type Subject = {
  name?: string
  phones?: string[]
  emails?: string[]
  wechats?: string[]
  id_numbers?: string[]
  start?: { form: string; id: Id }
}
export type State = 'open' | 'running' | 'done' | 'failed' | 'cancelled'
export type Why = 'identity' | 'name' | 'mention' | 'related' | 'namesake'
export type FoundForm = {
  form: string
  label: string
  counts: { [why in Why]?: number }
  items: { id: Id; why: Why; title: string | null }[]
}
export type Reason = {
  code: string
  label: string
  law: string | null
  until: string | null
  keeps: string[]
  by: { form: string; id: Id } | null
}
export type KeptRecord = { form: string; id: Id; title: string | null; reasons: Reason[] }
export type Head = {
  id: Id
  kind: 'search' | 'export' | 'erasure'
  state: State
  subject: Subject | null
  reason: string
  by: Ref
  created_at: string
  ended_at: string | null
  job: string | null
  records: number
}
export type Whole = Head & {
  cut: boolean
  /** How many of them the reader may not see. */
  beyond: number
  forms: FoundForm[]
  parts: { key: string; label: string; count: number }[]
  report: { audit?: number; files?: number; done?: number; left_out?: number; [key: string]: unknown }
  kept: KeptRecord[]
  after: { backups: number; export_days: number }
}
export type Chosen = { [form: string]: Id[] }
export type Preview = {
  forms: { form: string; label: string; own: number; named: number; kept: number }[]
  kept: KeptRecord[]
  kept_more: number
  seen: string
  confirm: string
  after: { backups: number; export_days: number }
}

const LIST = ['personal'] as const
const of = (id: Id) => [...LIST, id] as const

export function useRequests() {
  return useInfiniteQuery({
    queryKey: LIST,
    queryFn: ({ pageParam }) => get<Page<Head>>('/personal', { query: { before: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export const useRequest = (id: Id) =>
  useQuery({
    queryKey: of(id),
    queryFn: () => get<Whole>(`/personal/${id}`),
    refetchInterval: (q) => (q.state.data?.state === 'running' ? 1000 : false),
  })

export function useFind() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (what: Subject & { reason: string }) =>
      post<Whole>('/personal', what, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: (made) => {
      client.setQueryData(of(made.id), made)
      void client.invalidateQueries({ queryKey: LIST, exact: true })
    },
  })
}

export function useForget() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: Id) => del(`/personal/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: LIST, exact: true }),
  })
}

export const usePreview = (id: Id, records: Chosen, open: boolean) =>
  useQuery({
    queryKey: [...of(id), 'preview', records],
    queryFn: () => post<Preview>(`/personal/${id}/preview`, { records }),
    enabled: open,
    staleTime: 0,
  })

/** Exporting or erasing: both go on in the background, and the request shows how far. */
export function useAct(id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { act: 'export' | 'erase'; body: object }) =>
      post<{ job: string }>(`/personal/${id}/${w.act}`, w.body, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: JOBS })
      void client.invalidateQueries({ queryKey: LIST })
    },
  })
}

/** Whom a request is about, in one line; null once that is erased. */
export function nameOf(subject: Subject | null): string | null {
  if (!subject) return null
  const { name, phones = [], emails = [], wechats = [], id_numbers = [], start } = subject
  const told = [name, ...phones, ...emails, ...wechats, ...id_numbers].filter(Boolean)
  return told.length > 0 ? told.join(' · ') : start ? `${start.form} #${start.id}` : null
}
