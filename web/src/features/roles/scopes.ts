// Rows of a grant told apart, compared and ordered: own, team, department, chosen departments, condition, all.
import type { Filter } from '@/core/types'
import { SCOPES, type Departments, type NamedScope, type Rows } from './types'

export type ScopeKind = NamedScope | 'departments' | 'condition'

export const isDepartments = (rows: Rows): rows is Departments => typeof rows === 'object' && 'departments' in rows
export const isCondition = (rows: Rows): rows is Filter => typeof rows === 'object' && !('departments' in rows)

export const kindOfRows = (rows: Rows): ScopeKind =>
  typeof rows === 'string' ? rows : isDepartments(rows) ? 'departments' : 'condition'

const ORDER: ScopeKind[] = ['own', 'team', 'department', 'department_below', 'departments', 'condition', 'all']

/** Narrow ones first. */
export const byBreadth = (a: Rows, b: Rows): number => ORDER.indexOf(kindOfRows(a)) - ORDER.indexOf(kindOfRows(b))

/** The same text for the same value, whatever the order of its keys. */
export function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${pairs
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${stable(each)}`)
    .join()}}`
}

export const sameRows = (a: Rows, b: Rows): boolean => rowsKey(a) === rowsKey(b)

/** What two equal scopes have in common. */
export function rowsKey(rows: Rows): string {
  if (!isDepartments(rows)) return stable(rows)
  return stable({ departments: [...rows.departments].sort((a, b) => a - b), below: rows.below === true })
}

/** A scope that another one holds anyway: all holds everything, each wider circle the ones inside. */
export function holds(wide: Rows, narrow: Rows): boolean {
  if (wide === 'all') return narrow !== 'all'
  if (wide === 'team') return narrow === 'own'
  return wide === 'department_below' && narrow === 'department'
}

export const isNamed = (rows: unknown): rows is NamedScope => SCOPES.includes(rows as NamedScope)
