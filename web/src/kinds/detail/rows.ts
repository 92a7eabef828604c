// The rows of a table inside a record, as pages hold them.
import type { Field, Value } from '@/core/types'

/** `_delete`: the server knows the row, saving removes it. */
export type DetailRow = { id?: number; _delete?: boolean; [key: string]: Value }

const NONE: DetailRow[] = []
const NO_COLUMNS: Field[] = []

export const rowsOf = (value: Value): DetailRow[] => (Array.isArray(value) ? (value as DetailRow[]) : NONE)
export const columnsOf = (field: Field): Field[] => field.fields ?? NO_COLUMNS

/** The columns that show what the record says at which the column `relation` points. */
export const lookupsBy = (field: Field, relation: string): Field[] =>
  columnsOf(field).filter((c) => c.kind === 'lookup' && c.options?.['relation'] === relation)

/** A row without what is worked out or looked up. */
export function typed(field: Field, row: DetailRow): DetailRow {
  const computed = new Set(columnsOf(field).flatMap((c) => (c.tree || c.kind === 'lookup' ? [c.key] : [])))
  return Object.fromEntries(Object.entries(row).filter(([key]) => !computed.has(key)))
}

export const isBlank = (row: DetailRow): boolean =>
  Object.values(row).every((v) => v === null || v === undefined || v === '')
