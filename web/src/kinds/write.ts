// From the shapes that the API reads out to those it takes in.
import type { Field, Value } from '@/core/types'
import { kindOf } from './registry'

export const isEmpty = (v: Value): boolean =>
  v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0)

/** Values for POST and PATCH: `{account: {id, title}}` → `{account: 7}`; keys without a field pass through. */
export function toWrite(fields: readonly Field[], values: { [key: string]: Value }): { [key: string]: Value } {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      writeOne(
        fields.find((f) => f.key === key),
        value,
      ),
    ]),
  )
}

export function writeOne(field: Field | undefined, value: Value): Value {
  if (!field || value === undefined) return value ?? null
  const kind = kindOf(field.kind)
  return kind.toWrite ? kind.toWrite(value, field) : value
}
