// What the record page reads beside the record itself, and the moves it offers.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, newIdempotencyKey, post } from '@/core/http'
import { fieldOf, stageOf, stagesOf } from '@/core/forms'
import { refreshForm } from '@/core/records'
import { isRef } from '@/core/search'
import type { Form, Id, Ref, Row, Stage, Value, Words } from '@/core/types'
import { isEmpty } from '@/kinds'

/** `history` is the entry of the history that tells of it: from there the value of before can come back. */
export type Change = { field: string; label: Words | string; before: Value; after: Value; history: Id }

export type Entry = {
  kind: string
  id: Id
  at: string
  by: Ref | null
  form?: string
  record?: { form: string; id: Id }
  data: { [key: string]: Value }
}

export type TimelinePage = { items: Entry[]; next: string | null; counts: { [kind: string]: number }; total?: number }

export function useTimeline(form: string, id: Id, kinds: string) {
  return useInfiniteQuery({
    queryKey: ['timeline', form, id, kinds],
    queryFn: ({ pageParam, signal }) =>
      get<TimelinePage>(`/records/${form}/${id}/timeline`, {
        signal,
        query: { kinds: kinds === 'all' ? undefined : kinds, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export type Related = {
  form: string
  field: string
  label: Words
  total: number
  sum: { field: string; value: number } | null
  items: Row[]
}

export const useRelated = (form: string, id: Id) =>
  useQuery({
    queryKey: ['related', form, id],
    queryFn: () => get<{ items: Related[] }>(`/records/${form}/${id}/related`),
  })

export type StageVisit = {
  stage: string
  /** Null: a file found the record in this stage, and nobody knows since when. */
  entered_at: string | null
  left_at: string | null
  seconds: number | null
  by: Ref | null
}

export const useStageVisits = (form: string, id: Id, enabled: boolean) =>
  useQuery({
    queryKey: ['timeline', form, id, 'stages'],
    queryFn: () => get<{ items: StageVisit[] }>(`/records/${form}/${id}/stages`),
    enabled,
  })

export type Neighbours = { previous: Id | null; next: Id | null; position: number | null; total: number | null }

export const useNeighbours = (form: string, id: Id, query: { filter?: string; sort?: string }) =>
  useQuery({
    queryKey: ['records', form, 'neighbours', id, query],
    queryFn: () => get<Neighbours>(`/records/${form}/${id}/neighbours`, { query }),
    staleTime: 60_000,
  })

export function useComment(form: string, id: Id) {
  const client = useQueryClient()
  return useMutation({
    // Files without words are hung on the record; a comment says something.
    mutationFn: (w: { body: string; mentions: Id[]; files: Id[] }) => {
      const to = `/records/${form}/${id}`
      const options = { idempotencyKey: newIdempotencyKey() }
      return w.body ? post(`${to}/comments`, w, options) : post(`${to}/files`, { files: w.files }, options)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['timeline', form, id] }),
  })
}

export function useFollow(form: string, id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (on: boolean) => (on ? post(`/records/${form}/${id}/follow`) : del(`/records/${form}/${id}/follow`)),
    onSuccess: () => refreshForm(client, form, id),
  })
}

/** What a move to `stage` would still ask for: empty fields of the present stage's exit and that stage's entrance. */
export function lacking(form: Form, row: Row, stage: Stage): string[] {
  const asked = [...(stageOf(form, row.stage)?.leave?.fields ?? []), ...(stage.enter?.fields ?? [])]
  return [...new Set(asked)].filter((key) => fieldOf(form, key) && isEmpty(row[key]))
}

/** The next open stage with what it still asks for; a stage taken as found (imported) first asks for its own. */
export function nextAsks(form: Form, row: Row): { stage: string; fields: string[] } | null {
  if (row._missing?.fields.length) return row._missing
  const open = stagesOf(form).filter((s) => s.type === 'open')
  const at = open.findIndex((s) => s.key === row.stage)
  const next = at < 0 ? undefined : open[at + 1]
  const fields = next ? lacking(form, row, next) : []
  return next && fields.length ? { stage: next.key, fields } : null
}

/** Entries under the day they happened on, newest day first. */
export function byDay(entries: Entry[], dayOf: (iso: string) => string): { day: string; entries: Entry[] }[] {
  const days: { day: string; entries: Entry[] }[] = []
  for (const entry of entries) {
    const day = dayOf(entry.at)
    const last = days[days.length - 1]
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}

/** Field changes by one person within one minute are one entry; a handover stands for itself. */
export function merged(entries: Entry[]): Entry[] {
  const out: Entry[] = []
  for (const entry of entries) {
    const last = out[out.length - 1]
    const same =
      last &&
      last.kind === 'changed' &&
      entry.kind === 'changed' &&
      last.by?.id === entry.by?.id &&
      last.data.via !== HANDOVER &&
      entry.data.via !== HANDOVER &&
      last.at.slice(0, 16) === entry.at.slice(0, 16)
    if (!same) out.push(entry)
    else out[out.length - 1] = { ...last, data: { ...last.data, changes: [...changesOf(entry), ...changesOf(last)] } }
  }
  return out
}

export const HANDOVER = 'handover'

/** What a handover changed: from whom to whom (null: nobody), and what else there is to tell; null for any other entry. */
export function handed(form: Form, entry: Entry): { from: Ref | null; to: Ref | null; rest: Change[] } | null {
  if (entry.data.via !== HANDOVER) return null
  const people = (c: Change) => c.field === 'owner' || fieldOf(form, c.field)?.kind === 'person'
  const changes = changesOf(entry)
  const held = changes.find((c) => c.field === 'owner') ?? changes.find(people)
  if (!held) return null
  const same = (c: Change) => people(c) && idOf(c.before) === idOf(held.before) && idOf(c.after) === idOf(held.after)
  const rest = changes.filter((c) => c.field !== 'department' && !same(c))
  return { from: refIn(held.before), to: refIn(held.after), rest }
}

export type Passed = 'claimed' | 'assigned' | 'released' | 'recycled' | 'takenAway'

/** A change of owner and nothing else, as a move between people and the pool; null where it is more, or from one person
 * to another. */
export function passed(entry: Entry): { move: Passed; from: Ref | null; to: Ref | null } | null {
  const changes = changesOf(entry).filter((c) => c.field !== 'department')
  const [change] = changes
  if (changes.length !== 1 || change?.field !== 'owner') return null
  const [from, to] = [refIn(change.before), refIn(change.after)]
  if ((from && to) || !(from || to)) return null
  const mine = idOf(change.before ?? change.after) === (entry.by?.id ?? null)
  if (to) return { move: mine ? 'claimed' : 'assigned', from, to }
  return { move: entry.data.via === 'pool' ? 'recycled' : mine ? 'released' : 'takenAway', from, to }
}

const refIn = (value: Value): Ref | null => (isRef(value) ? value : null)
const idOf = (value: Value): Id | null => refIn(value)?.id ?? null

export const changesOf = (entry: Entry): Change[] => (entry.data.changes as Change[] | undefined) ?? []

/** Total days of all visits to a stage; an open visit counts until now. */
export function daysIn(visits: StageVisit[], stage: string, now = Date.now()): number | null {
  const all = visits.filter((v) => v.stage === stage)
  if (all.length === 0) return null
  if (all.some((v) => v.entered_at === null)) return null
  const seconds = all.reduce((sum, v) => sum + (v.seconds ?? (now - Date.parse(v.entered_at ?? '')) / 1000), 0)
  return Math.floor(seconds / 86_400)
}
