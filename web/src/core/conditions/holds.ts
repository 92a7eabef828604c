// Conditions judged in the browser on a record that is being filled in; three-valued as on the server.
import type { Condition, Filter } from '../types'
import { compare } from './compare'
import type { Asker, Verdict } from './types'

/** A field's operand type and its value as pages hold it; undefined where it cannot be known here. */
export type ValueOf = (path: string) => { operand: string; value: unknown } | undefined

export function holds(filter: Filter | null | undefined, valueOf: ValueOf, asker: Asker): Verdict {
  if (!filter) return true
  if ('and' in filter) return all(filter.and.map((part) => holds(part, valueOf, asker)))
  if ('or' in filter) return not(all(filter.or.map((part) => not(holds(part, valueOf, asker)))))
  if ('not' in filter) return not(holds(filter.not, valueOf, asker))
  return leaf(filter, valueOf, asker)
}

function leaf(condition: Condition, valueOf: ValueOf, asker: Asker): Verdict {
  const found = valueOf(condition.field)
  // What is behind a mask is not known here.
  if (isMasked(found?.value)) return null
  return found ? compare(found.operand, found.value, condition.op, condition.value, asker) : null
}

const isMasked = (value: unknown): boolean => typeof value === 'object' && value !== null && 'masked' in value

const not = (verdict: Verdict): Verdict => (verdict === null ? null : !verdict)

function all(parts: Verdict[]): Verdict {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}
