// The next steps that stand for a record, which of them logging ends, and putting off the first one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, patch } from '@/core/http'
import { recordKey, refreshForm } from '@/core/records'
import type { Id, Row } from '@/core/types'
import { useActivityForm, useLog, type About, type Entry } from './log'

/** `done` and `due` are a task's fields, `field` holds a record's own planned day. */
export type Step = { at: string; step: string | null } & (
  | { kind: 'activity' }
  | { kind: 'task'; form: string; id: Id; done: string; due: string }
  | { kind: 'plan'; field: string }
)
/** What the person ticked or unticked, by step. */
export type Ticks = { [step: string]: boolean }

export const stepKey = (s: Step): string => (s.kind === 'task' ? `${s.form}/${s.id}` : s.kind)

const standingKey = (about: About) => [...recordKey(about.form, about.id), 'next'] as const
const load = (about: About) => get<{ items: Step[] }>(`/records/${about.form}/${about.id}/next`)

export const useStanding = (about: About) =>
  useQuery({ queryKey: standingKey(about), queryFn: () => load(about) }).data?.items ?? []

/** Whether logging now ends the step by itself: its time has come. */
export const isPast = (s: Step, today: string): boolean =>
  s.kind === 'plan' ? s.at.slice(0, 10) <= today : s.kind === 'activity' && Date.parse(s.at) <= Date.now()

/** Whether a step counts as done: as ticked, else when its time has come or `first`, the one "done" was said of. */
export const isTicked = (s: Step, ticks: Ticks, today: string, first: boolean): boolean =>
  ticks[stepKey(s)] ?? (first || isPast(s, today))

/** What a log says of the steps that stand; a step that is neither done nor replaced stays. */
export function endings(steps: Step[], done: (s: Step) => boolean, next: string | null, today: string): Partial<Entry> {
  const agreed = steps.find((s) => s.kind === 'activity')
  const plan = steps.find((s) => s.kind === 'plan')
  const tasks = steps.flatMap((s) => (s.kind === 'task' && done(s) ? [{ form: s.form, id: s.id }] : []))
  const stays = agreed && !done(agreed) && isPast(agreed, today)
  return {
    ...(next ? { next_at: next } : agreed && done(agreed) ? { next_at: null } : {}),
    ...(stays && !next ? { next_at: agreed.at, next_step: agreed.step } : {}),
    ...(tasks.length > 0 ? { done: tasks } : {}),
    ...(plan && done(plan) && !isPast(plan, today) ? { plan_done: true } : {}),
  }
}

type Put = { at: string; step?: string | null }

/** Another day for what is due first: the task's own date, the planned day, or a step agreed anew. */
export function useReschedule(about: About, note: (day: string) => string) {
  const any = useReschedules(note)
  return {
    ...any,
    mutate: (put: Put, then?: Parameters<typeof any.mutate>[1]) => any.mutate({ about, ...put }, then),
    mutateAsync: (put: Put) => any.mutateAsync({ about, ...put }),
  }
}

/** The same for any record. */
export function useReschedules(note: (day: string) => string) {
  const client = useQueryClient()
  const log = useLog()
  const { kinds } = useActivityForm()
  const change = (form: string, id: Id, values: { [key: string]: string }) =>
    patch<Row>(`/records/${form}/${id}`, values).then(() => refreshForm(client, form, id))
  return useMutation({
    mutationFn: async ({ about, at, step }: Put & { about: About }) => {
      const first = (await load(about)).items[0]
      const day = at.slice(0, 10)
      if (first?.kind === 'task') await change(first.form, first.id, { [first.due]: at })
      else if (first?.kind === 'plan') await change(about.form, about.id, { [first.field]: day })
      else {
        const kind = kinds.find((k) => k.key === 'other')?.key ?? null
        const words = step === undefined ? (first?.step ?? null) : step
        await log.mutateAsync({ about, kind, content: note(day), next_at: at, next_step: words })
      }
      refreshForm(client, about.form, about.id)
      void client.invalidateQueries({ queryKey: ['today'] })
    },
  })
}
