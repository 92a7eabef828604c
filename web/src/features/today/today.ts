// Today's work as the server orders it, and what can be done with a row where it stands.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'
import type { Waiting } from '@/features/pools/pools'
import { useRemembered } from '@/core/remembered'
import type { Filter, Heat, Id, Ref, Words } from '@/core/types'
import type { Repeat } from '@/features/tasks/tasks'

export type TodayAction = 'log' | 'reschedule' | 'done' | 'hand' | 'open' | 'call'

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
  /** The moment it has today, where another reason brought it here. */
  meets?: string | null
  /** Whose it is; of a team's rows only. */
  owner?: Ref | null
  /** What was agreed for the next time. */
  next_step?: string | null
  /** Of a task: how much of its checklist is ticked, as `2/5`. */
  progress?: string | null
  repeat?: Repeat | null
  actions: TodayAction[]
  phone?: string | null
}

/** The list that holds all records of one kind in a group. */
export type GroupLink = { kind: string; form: string; count: number; filter: Filter | null }
export type TodayGroup = {
  key: string
  count: number
  amount: number | null
  items: TodayItem[]
  links?: GroupLink[]
}

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

export type Scope = 'mine' | 'team'

export type Today = {
  date: string
  scope: Scope
  /** What the person may choose from. */
  scopes: Scope[]
  counts: { all: number; leaking: number; [kind: string]: number }
  groups: TodayGroup[]
  /** What waits to be taken, by pool. */
  claim?: Waiting[]
  leak: Leak
  target: Target
}

/** Today in the scope chosen last; before any was chosen the server knows which fits. */
export function useToday() {
  const [chosen, setScope] = useRemembered('today.scope')
  const scope = chosen === 'mine' || chosen === 'team' ? chosen : undefined
  const query = useQuery({
    queryKey: ['today', scope ?? ''],
    queryFn: () => get<Today>('/today', scope ? { query: { scope } } : {}),
    refetchInterval: 300_000,
    placeholderData: keepPreviousData,
  })
  return { ...query, setScope: (next: Scope) => setScope(next) }
}

/** Of a group cut to one kind: what is listed, and what its lists hold where not all is. */
function countOf(g: { items: TodayItem[]; links: GroupLink[]; whole: boolean }): number {
  return g.whole
    ? g.items.length
    : Math.max(
        g.items.length,
        g.links.reduce((n, l) => n + l.count, 0),
      )
}

/** The groups with only one kind of work; groups left empty go. */
export function only(groups: TodayGroup[], kind: string): TodayGroup[] {
  if (kind === 'all') return groups
  return groups
    .map((g) => ({
      ...g,
      whole: g.count === g.items.length,
      items: g.items.filter((i) => i.kind === kind),
      links: (g.links ?? []).filter((l) => l.kind === kind),
    }))
    .filter((g) => g.items.length > 0)
    .map((g) => ({ ...g, count: countOf(g) }))
}

/** The icon of each kind of work. */
export const ICON: { [kind: string]: string } = {
  follow_up: 'follow',
  task: 'task',
  no_next_step: 'flag',
  stalled: 'clock',
  lead: 'lead',
  unowned: 'people',
  pool_soon: 'pool',
}
