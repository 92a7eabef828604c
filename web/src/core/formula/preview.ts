// Computed fields of a record that is being filled in, as the server will work them out when it is saved.
import type { Field, Form } from '../types'
import { type Given, given, rounded, type Shown, shown } from './cells'
import type { Setting } from './context'
import { evaluate } from './evaluate'
import { Failed } from './failures'
import { isTotal, settingsOf } from './foretells'
import { ofRow, rowsOf } from './rows'
import { foreseen, totalOf } from './totals'
import type { Node } from './tree'
import { decimal, type Value as Inner } from './values'

export { previewRow } from './rows'

/**
 * What each formula and each total of own rows would show, by key; left out are those whose formula the reader may not
 * know, and what follows from a figure that only the server can tell.
 */
export function preview(form: Form, values: Given, setting: Setting): { [key: string]: Shown } {
  const { sure } = readerOf(form, values, setting)
  const computed = form.fields.filter((field) => (field.kind === 'formula' && field.tree) || isTotal(field))
  const found = computed.flatMap((field) => {
    const own = sure(field)
    return own === undefined ? [] : [[field.key, shown(field, own)] as const]
  })
  return Object.fromEntries(found)
}

/** The value of a formula that gives yes or no; `before`: what OLD asks for, null for a new record. */
export function says(form: Form, tree: Node, values: Given, before: Given | null, setting: Setting): boolean {
  const { value } = readerOf(form, values, setting)
  const old = before ? readerOf(form, before, setting).value : () => null
  return evaluate(tree, { value, old }, setting) === true
}

/** `sure`: undefined where the result follows from what only the server knows. */
type Reader = { value: (path: string) => Inner | Failed; sure: (field: Field) => Inner | Failed | undefined }

/** The values of a record that is being filled in, as formulas ask for them. */
function readerOf(form: Form, values: Given, setting: Setting): Reader {
  const known = new Map<string, Inner | Failed>()
  const unsure = new Set<string>()
  const fields = new Map([...form.system, ...form.fields].map((field) => [field.key, field]))
  const value = (path: string): Inner | Failed => {
    const [head = '', column] = path.split('.')
    const field = fields.get(head)
    if (!field) return null
    if (column) return ofRows(rowsOf(field, values[head]).map((row) => ofRow(field, row, setting)(column)))
    if (field.kind === 'formula' || isTotal(field)) return result(field)
    if (field.kind === 'rollup' && (values[head] ?? null) === null) return fresh(field)
    return given(field, values[head])
  }
  const result = (field: Field): Inner | Failed => {
    const before = known.get(field.key)
    if (before !== undefined) return before
    known.set(field.key, null) // publishing refuses circles; an old definition must not hang the page
    const found = isTotal(field) ? total(field) : worked(field)
    known.set(field.key, found)
    return found
  }
  const worked = (field: Field): Inner | Failed =>
    field.tree ? rounded(field, evaluate(field.tree, { value }, setting)) : null
  /** Of rows that are not at hand (a list without them) the stored figure stands. */
  const total = (field: Field): Inner | Failed => {
    const key = String(settingsOf(field).detail)
    const detail = fields.get(key)
    if (!(key in values) && (values[field.key] ?? null) !== null) return given(field, values[field.key])
    if (detail && foreseen(field, detail)) return totalOf(field, detail, rowsOf(detail, values[key]), setting)
    unsure.add(field.key)
    return given(field, values[field.key])
  }
  const sure = (field: Field): Inner | Failed | undefined => {
    unsure.clear()
    known.clear()
    const found = result(field)
    return unsure.size > 0 ? undefined : found
  }
  return { value, sure }
}

const ADDING = new Set(['count', 'sum', 'distinct'])

/** Nothing points at a record that is not there yet. */
const fresh = (field: Field): Inner => (ADDING.has(String(field.options?.['function'])) ? decimal(0) : null)

/** A list with an error in it is that error. */
const ofRows = (found: (Inner | Failed)[]): Inner | Failed =>
  found.find((x) => x instanceof Failed) ?? (found as Inner[])
