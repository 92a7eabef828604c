// Cells of a list under the rules of their form, as far as the columns at hand tell.
import { useZone } from '../format/zone'
import type { Field, Form, Row } from '../types'
import { ruled } from './ruled'
import { rulingOf } from './ruling'

/** The field as the stored record leaves it: locked, with fewer options. Formulas are the record page's. */
export function underRules(form: Form, field: Field, row: Row): Field {
  if (!form.rules?.length || field.readonly) return field
  const asker = { me: null, zone: useZone.getState().zone, weekStart: 1, now: Date.now() }
  const ruling = rulingOf(form, { values: row, before: row, asker, me: null }, null)
  return ruled(field, ruling, row[field.key])
}
