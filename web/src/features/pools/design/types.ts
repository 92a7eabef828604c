// What a pool says, whole: what the server leaves out is filled in.
import type { Filter, Id, Words } from '@/core/types'

export type Group = { people: Id[]; departments: Id[]; roles: string[] }
export const LIMITS = ['per_day', 'cap', 'cooldown_hours', 'lock_new_hours'] as const
export type LimitName = (typeof LIMITS)[number]
export type Limits = { [K in LimitName]?: number | null }
export type Levels = { field: string; values: { [value: string]: Limits } }
export const BY = ['both', 'grab', 'assign'] as const
export type Claim = Limits & { by: (typeof BY)[number]; cap_skips: Filter | null; levels: Levels | null }

export const WAYS = ['person', 'round_robin', 'weighted', 'least_loaded', 'duty'] as const
export type Way = (typeof WAYS)[number]
export type Duty = { people: Id[]; hours: [string, string][]; days: number[] }
export type Assign = {
  /** Of the editor alone: tells rules apart while they are moved. */
  at: number
  when: Filter | null
  to: Way
  people: Id[]
  weights: { [id: string]: number }
  duty: Duty[]
}

export const CLOCKS = ['first', 'activity', 'stage', 'won'] as const
export const UNITS = ['hours', 'days', 'work_hours'] as const
export type Unit = (typeof UNITS)[number]
export type After = { [K in Unit]?: number | null }
export type Recycle = { key: string; clock: (typeof CLOCKS)[number]; after: After; when: Filter | null; warn: number[] }
export type Protection = { start_days: number; extend_days: number; max_days: number | null; warn: number[] }
export type Closed = 'hidden' | 'masked'

export type Definition = {
  form: string
  label: Words
  position: number
  enabled: boolean
  when: Filter | null
  members: Group
  admins: Group
  fields: { [key: string]: Closed }
  claim: Claim
  assign: Assign[]
  recycle: Recycle[]
  protection: Protection | null
  keep: Filter | null
}

export type PersonName = { id: Id; title: string; state: string }
export type Problem = { field: string; code: string; detail: string }
/** As the server tells it: `definition` without what is usual. */
export type Stored = {
  definition: Partial<Definition> & { key: string; form: string }
  version: number
  problems: Problem[]
  people: PersonName[]
}
