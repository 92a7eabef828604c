// Which fields of a form are worked out while somebody types; asked before the evaluator is loaded.
import type { Field, Filter, Form } from '../types'

/** The settings of a rollup over own rows, as readers of the rows are told them. */
export type TotalSettings = { detail?: string | null; function?: string; of?: string | null; filter?: Filter | null }

export const settingsOf = (field: Field): TotalSettings => (field.options ?? {}) as TotalSettings

/** True for a total of own rows. */
export const isTotal = (field: Field): boolean =>
  field.kind === 'rollup' && typeof settingsOf(field).detail === 'string'

/** True where something of a form is worked out while somebody types. */
export const foretells = (form: Form): boolean => form.fields.some((field) => field.tree || isTotal(field))
