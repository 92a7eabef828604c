// A role as it is stored: grants with their rows and field levels, and what else it says (ARCHITECTURE.md, "Rights").
import type { Filter, Id, Words } from '@/core/types'

export const ACTIONS = [
  'read',
  'create',
  'change',
  'delete',
  'export',
  'import',
  'print',
  'assign',
  'claim',
  'bulk',
  'configure',
] as const
export type Action = (typeof ACTIONS)[number]

export const LEVELS = ['hidden', 'masked', 'read', 'edit'] as const
export type Level = (typeof LEVELS)[number]
export type Levels = { [field: string]: Level }

export const SCOPES = ['own', 'team', 'department', 'department_below', 'all'] as const
export type NamedScope = (typeof SCOPES)[number]
export type Departments = { departments: Id[]; below?: boolean }
export type Rows = NamedScope | Departments | Filter

/** Every form. */
export const ANY = '*'

export type Grant = {
  form: string
  actions: string[]
  /** Left out: all. */
  rows?: Rows
  fields?: Levels | null
  deny?: boolean
  [more: string]: unknown
}

export type Closed = { dashboards?: string[]; buttons?: { [form: string]: string[] } }

export type Definition = {
  grants?: Grant[]
  admin?: boolean | undefined
  /** Looks at masked values a day. */
  reveals?: number
  closed?: Closed | undefined
  home?: string
  [more: string]: unknown
}

export type Member = { id: Id; title: string; until: string | null }
export type Role = {
  key: string
  label: Words
  definition: Definition
  people: number
  admin: boolean
  version: number
  members?: Member[]
}
