// Reading a kind's options schema: which control an option wants, and what it may be.
import type { Schema } from '../model/types'

export type Shape =
  | { shape: 'number'; min?: number | undefined; max?: number | undefined; whole: boolean; clearable: boolean }
  | { shape: 'text'; max?: number | undefined; clearable: boolean }
  | { shape: 'switch' }
  | { shape: 'one'; of: string[]; clearable: boolean }
  | { shape: 'many' }
  | { shape: 'fixed' }
  | { shape: 'unknown' }

/** `anyOf: [X, null]` is X that may be left empty. */
export function shapeOf(schema: Schema): Shape {
  const parts = schema.anyOf ?? [schema]
  const real = parts.filter((p) => p.type !== 'null')
  const clearable = real.length < parts.length
  const [one] = real
  if (!one || real.length > 1) return { shape: 'unknown' }
  if ('const' in one) return { shape: 'fixed' }
  if (Array.isArray(one.enum)) return { shape: 'one', of: one.enum.map(String), clearable }
  if (one.type === 'integer' || one.type === 'number')
    return { shape: 'number', min: one.minimum, max: one.maximum, whole: one.type === 'integer', clearable }
  if (one.type === 'string') return { shape: 'text', max: one.maxLength, clearable }
  if (one.type === 'boolean') return { shape: 'switch' }
  if (one.type === 'array' && one.items?.type === 'string') return { shape: 'many' }
  return { shape: 'unknown' }
}

/** The value in force: what the field says, else what the schema says. */
export const valueOf = (schema: Schema, value: unknown): unknown => (value === undefined ? schema.default : value)
