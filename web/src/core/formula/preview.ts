// Computed fields of a record that is being filled in, as the server will work them out when it is saved.
import { Decimal } from 'decimal.js'
import type { Field, Form, Value } from '../types'
import type { Setting } from './context'
import { evaluate } from './evaluate'
import { Failed } from './failures'
import { Day, Moment } from './moments'
import type { Node } from './tree'
import type { Value as Inner } from './values'
import { decimal } from './values'

type Given = { [key: string]: Value }
type Shown = Value | { error: string }

const NUMBERS = new Set(['number', 'money', 'percent'])
const EMPTY: { [kind: string]: Inner } = { switch: false, choices: [] }

/** What each computed field would show, by key; those whose formula the reader may not know are left out. */
export function preview(form: Form, values: Given, setting: Setting): { [key: string]: Shown } {
  const { result } = readerOf(form, values, setting)
  const computed = form.fields.filter((field) => field.kind === 'formula' && field.tree)
  return Object.fromEntries(computed.map((field) => [field.key, shown(field, result(field))]))
}

/** The value of a formula that gives yes or no; `before`: what OLD asks for, null for a new record. */
export function says(form: Form, tree: Node, values: Given, before: Given | null, setting: Setting): boolean {
  const { value } = readerOf(form, values, setting)
  const old = before ? readerOf(form, before, setting).value : () => null
  return evaluate(tree, { value, old }, setting) === true
}

type Reader = { value: (path: string) => Inner | Failed; result: (field: Field) => Inner | Failed }

/** The values of a record that is being filled in, as formulas ask for them. */
function readerOf(form: Form, values: Given, setting: Setting): Reader {
  const known = new Map<string, Inner | Failed>()
  const fields = new Map([...form.system, ...form.fields].map((field) => [field.key, field]))
  const value = (path: string): Inner | Failed => {
    const [head = '', column] = path.split('.')
    const field = fields.get(head)
    if (!field) return null
    if (column) return rowsOf(values[head]).map((row) => given(columnOf(field, column), row[column]))
    return field.kind === 'formula' ? result(field) : given(field, values[head])
  }
  const result = (field: Field): Inner | Failed => {
    const before = known.get(field.key)
    if (before !== undefined) return before
    known.set(field.key, null) // publishing refuses circles; an old definition must not hang the page
    const found = field.tree ? rounded(field, evaluate(field.tree, { value }, setting)) : null
    known.set(field.key, found)
    return found
  }
  return { value, result }
}

const kindOf = (field: Field | undefined): string => {
  const result = field?.options?.result
  return field?.kind === 'formula' && typeof result === 'string' ? result : (field?.kind ?? 'text')
}

const columnOf = (field: Field, key: string): Field | undefined => field.fields?.find((column) => column.key === key)

const rowsOf = (value: Value): Given[] =>
  Array.isArray(value) ? (value as Given[]).filter((row) => row['_delete'] !== true) : []

/** A value as pages hold it, as the evaluator has it. Percentages are ratios. */
function given(field: Field | undefined, value: Value): Inner {
  const kind = kindOf(field)
  if (value === null || value === undefined || value === '') return EMPTY[kind] ?? null
  if (NUMBERS.has(kind)) return ofNumber(kind, value)
  if (kind === 'date') return Day.parse(String(value))
  if (kind === 'datetime') return new Moment(Date.parse(String(value)))
  if (kind === 'switch') return value === true
  return Array.isArray(value) ? value.map(String) : String(value)
}

function ofNumber(kind: string, value: Value): Inner {
  const own = value as { base?: number; amount?: number }
  const plain = typeof value === 'number' ? value : (own.base ?? own.amount)
  if (plain === undefined || plain === null) return null
  return kind === 'percent' ? decimal(plain).div(100) : decimal(plain)
}

/** As the column holds it: others that ask for it see it rounded. */
function rounded(field: Field, value: Inner | Failed): Inner | Failed {
  if (!(value instanceof Decimal)) return value
  const places = (field.options?.decimals ?? 0) + (kindOf(field) === 'percent' ? 2 : 0)
  return value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP)
}

function shown(field: Field, value: Inner | Failed): Shown {
  if (value instanceof Failed) return { error: value.code }
  if (value instanceof Decimal) return (kindOf(field) === 'percent' ? value.times(100) : value).toNumber()
  return value instanceof Day || value instanceof Moment ? value.iso() : value
}
