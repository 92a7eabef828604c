// Today's work as the server orders it, and what can be done with a row where it stands.
import { useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'
import type { Filter, Heat, Id, Words } from '@/core/types'

export type TodayAction = 'log' | 'reschedule' | 'done' | 'open' | 'call'

export type TodayItem = {
  key: string
  kind: string
  form: string
  id: Id
  version: number
  title: string
  subtitle: string | null
  reason: { code: string; text?: string; params?: { [key: string]: string | number | null } } | null
  amount: number | null
  stage: string | null
  heat: Heat | null
  time: string | null
  /** What was agreed for the next time. */
  next_step?: string | null
  actions: TodayAction[]
  phone?: string | null
}

export type TodayGroup = { key: string; count: number; amount: number | null; items: TodayItem[] }

export type LeakCause = {
  key: string
  level: 1 | 2 | 3
  count: number
  amount: number | null
  form: string
  filter: Filter | null
  label?: Words
}
export type Leak = { rate: number | null; amount: number; held: number; causes: LeakCause[]; previous: number | null }
export type Target = { label: Words | string; won: number; weighted: number; target: number } | null

export type Today = {
  date: string
  counts: { all: number; leaking: number; [kind: string]: number }
  groups: TodayGroup[]
  leak: Leak
  target: Target
}

export const useToday = () =>
  useQuery({ queryKey: ['today'], queryFn: () => get<Today>('/today'), refetchInterval: 300_000 })

/** The groups with only one kind of work; groups left empty go. */
export function only(groups: TodayGroup[], kind: string): TodayGroup[] {
  if (kind === 'all') return groups
  return groups
    .map((g) => ({ ...g, items: g.items.filter((i) => i.kind === kind) }))
    .filter((g) => g.items.length > 0)
    .map((g) => ({ ...g, count: g.items.length }))
}
