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

/**
 * What each computed field would show, by key; those whose formula the reader may not know are left out, and those that
 * follow from totals of detail rows, which the server works out.
 */
export function preview(form: Form, values: Given, setting: Setting): { [key: string]: Shown } {
  const { sure } = readerOf(form, values, setting)
  const computed = form.fields.filter((field) => field.kind === 'formula' && field.tree)
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

/** `sure`: undefined where the result follows from totals that only the server knows. */
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
    if (column) return ofRows(rowsOf(values[head]).map((row) => ofRow(field, row, setting)(column)))
    if (field.kind === 'rollup' && (values[head] ?? null) === null) return fresh(field)
    return field.kind === 'formula' ? result(field) : given(field, values[head])
  }
  /** Nothing points at a record that is not there yet. */
  const fresh = (field: Field): Inner => {
    if (typeof field.options?.['detail'] === 'string') unsure.add(field.key)
    return ADDING.has(String(field.options?.['function'])) ? decimal(0) : null
  }
  const result = (field: Field): Inner | Failed => {
    const before = known.get(field.key)
    if (before !== undefined) return before
    known.set(field.key, null) // publishing refuses circles; an old definition must not hang the page
    const found = field.tree ? rounded(field, evaluate(field.tree, { value }, setting)) : null
    known.set(field.key, found)
    return found
  }
  const sure = (field: Field): Inner | Failed | undefined => {
    unsure.clear()
    known.clear()
    const found = result(field)
    return unsure.size > 0 ? undefined : found
  }
  return { value, sure }
}

/** A list with an error in it is that error. */
const ofRows = (found: (Inner | Failed)[]): Inner | Failed =>
  found.find((x) => x instanceof Failed) ?? (found as Inner[])

const ADDING = new Set(['count', 'sum', 'distinct'])

/** The values of one detail row; its computed columns follow from their neighbours. */
function ofRow(detail: Field, row: Given, setting: Setting): (key: string) => Inner | Failed {
  const waiting = new Set<string>()
  const value = (key: string): Inner | Failed => {
    const column = columnOf(detail, key)
    if (!column?.tree || waiting.has(key)) return given(column, row[key])
    waiting.add(key)
    const found = rounded(column, evaluate(column.tree, { value }, setting))
    waiting.delete(key)
    return found
  }
  return value
}

/** What the computed columns of a detail row would show. */
export function previewRow(detail: Field, row: Given, setting: Setting): Given {
  const value = ofRow(detail, row, setting)
  const computed = (detail.fields ?? []).filter((column) => column.tree)
  return Object.fromEntries(computed.map((column) => [column.key, shown(column, value(column.key)) as Value]))
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
