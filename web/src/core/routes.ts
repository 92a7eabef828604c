// Addresses of pages, and the list query that an address carries.
import type { Filter, Id } from './types'

export const recordRoute = (form: string, id: Id): string => `/f/${form}/${id}`

/** A list under a filter: what every figure and bar links to. */
export function listRoute(form: string, filter?: Filter | null, sort?: string[]): string {
  const query = new URLSearchParams()
  if (filter) query.set('filter', JSON.stringify(filter))
  if (sort?.length) query.set('sort', sort.join(','))
  const text = query.toString()
  return `/f/${form}${text ? `?${text}` : ''}`
}

/** The designer of a form. */
export const designRoute = (form: string): string => `/design/${form}`

/** The rules of a form, and the designer of one of them. */
export const rulesRoute = (form?: string): string => `/settings/rules${form ? `?form=${form}` : ''}`
export const ruleRoute = (rule: string): string => `/settings/rules/${rule}`

export const createRoute = (form: string): string => `/f/${form}?new=1`

export type ExplainQuery = {
  person?: Id | null
  form?: string | null
  record?: Id | null
  action?: string | null
  field?: string | null
}

/** Why somebody can, or cannot. */
export function explainRoute(asked: ExplainQuery): string {
  const pairs = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
  return `/settings/explain${text ? `?${text}` : ''}`
}

/** The editor of a role; `at` leads to the form of that grant. */
export const roleRoute = (role: string, at?: number | null): string =>
  `/settings/roles/${role}${at === null || at === undefined ? '' : `?grant=${at}`}`
