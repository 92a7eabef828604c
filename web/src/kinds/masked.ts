// Values of which only a mask is shown; one that was looked at is shown until the page is left.
import { createContext, useContext } from 'react'
import type { Form, Id, Row, Value } from '@/core/types'

/** The text of a masked value; null for any other. */
export function maskOf(value: Value): string | null {
  if (typeof value !== 'object' || value === null) return null
  const { masked } = value as { masked?: unknown }
  return typeof masked === 'string' ? masked : null
}

export type Reveals = {
  /** What was behind that mask, if somebody looked. */
  seen: (form: string, id: Id, field: string, mask: string) => { value: Value } | undefined
  look: (form: string, id: Id, field: string, mask: string) => void
  busy: boolean
}

/** Given by pages that stay long enough to look: a record, a table. Elsewhere there is the mask alone. */
export const Revealing = createContext<Reveals | null>(null)

/** The value to show and act on: what is behind the mask once it was looked at. */
export function useShown(form: Form | undefined, row: Row | undefined, field: string, value: Value): Value {
  const reveals = useContext(Revealing)
  const mask = maskOf(value)
  if (mask === null || !reveals || !form || !row) return value
  const seen = reveals.seen(form.key, row.id, field, mask)
  return seen ? seen.value : value
}
