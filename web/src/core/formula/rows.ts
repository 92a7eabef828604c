// The rows of a detail table that are being filled in: which of them count, what their computed columns say.
import type { Field, Value } from '../types'
import { type Given, given, nothing, rounded, shown } from './cells'
import type { Setting } from './context'
import { evaluate } from './evaluate'
import type { Failed } from './failures'
import type { Value as Inner } from './values'

export const columnOf = (detail: Field, key: string): Field | undefined =>
  detail.fields?.find((column) => column.key === key)

/** The rows as they will be stored: none that is removed or blank, new ones with what their columns begin with. */
export function rowsOf(detail: Field, value: Value | undefined): Given[] {
  const rows = Array.isArray(value) ? (value as Given[]) : []
  return rows.filter((row) => row['_delete'] !== true && !isBlank(row)).map((row) => begun(detail, row))
}

const isBlank = (row: Given): boolean => Object.values(row).every(nothing)

function begun(detail: Field, row: Given): Given {
  if (!nothing(row['id']) || isBlank(row)) return row
  const missing = (detail.fields ?? []).filter((column) => !nothing(column.default) && !(column.key in row))
  return missing.length === 0
    ? row
    : { ...row, ...Object.fromEntries(missing.map((column) => [column.key, column.default as Value])) }
}

/**
 * The values of one detail row; its computed columns follow from their neighbours. What follows from a record out of
 * sight says nothing.
 */
export function ofRow(detail: Field, row: Given, setting: Setting): (key: string) => Inner | Failed {
  const waiting = new Set<string>()
  const closed = new Set<string>()
  const value = (key: string): Inner | Failed => {
    const column = columnOf(detail, key)
    if (column?.kind === 'lookup' && isLocked(row[String(column.options?.['relation'])])) closed.add(key)
    if (!column?.tree || waiting.has(key)) return given(column, row[key])
    waiting.add(key)
    const found = rounded(column, evaluate(column.tree, { value }, setting))
    waiting.delete(key)
    return closed.size > 0 ? null : found
  }
  return (key) => {
    closed.clear()
    return value(key)
  }
}

const isLocked = (value: Value | undefined): boolean =>
  value !== null && typeof value === 'object' && (value as { locked?: boolean }).locked === true

/** What the computed columns of a detail row would show. */
export function previewRow(detail: Field, row: Given, setting: Setting): Given {
  const value = ofRow(detail, begun(detail, row), setting)
  const computed = (detail.fields ?? []).filter((column) => column.tree)
  return Object.fromEntries(computed.map((column) => [column.key, shown(column, value(column.key)) as Value]))
}
