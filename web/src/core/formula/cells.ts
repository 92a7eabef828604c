// Values as pages hold them and as the evaluator has them, one way and back.
import { Decimal } from 'decimal.js'
import type { Field, FieldOptions, Value } from '../types'
import { Failed, OUT_OF_RANGE } from './failures'
import { Day, Moment } from './moments'
import { decimal, type Value as Inner } from './values'

export type Given = { [key: string]: Value }
export type Shown = Value | { error: string }

const NUMBERS = new Set(['number', 'money', 'percent', 'rating', 'slider'])
const LARGEST = decimal('9223372036854775807')
const EMPTY: { [kind: string]: Inner } = { switch: false, choices: [] }

/** The kind that a field's values are, and its settings: a result's, or those of what a lookup shows. */
export function likeOf(field: Field | undefined): { kind: string; options: FieldOptions } {
  const options = field?.options ?? {}
  if (field?.kind === 'lookup') {
    const shows = options['shows'] as Field | null | undefined
    return shows ? likeOf(shows) : { kind: 'text', options }
  }
  if (field?.kind === 'formula') return { kind: String(options['result'] ?? 'text'), options }
  if (field?.kind === 'rollup') return { kind: String(options['result'] ?? 'number'), options }
  return { kind: field?.kind ?? 'text', options }
}

export const nothing = (value: Value | undefined): boolean => value === null || value === undefined || value === ''

/** A value as pages hold it, as the evaluator has it. Percentages are ratios. */
export function given(field: Field | undefined, value: Value | undefined): Inner | Failed {
  const { kind } = likeOf(field)
  if (nothing(value)) return EMPTY[kind] ?? null
  // Behind a mask it is not known.
  if (typeof value === 'object' && 'masked' in (value as object)) return EMPTY[kind] ?? null
  const error = typeof value === 'object' ? (value as { error?: string }).error : undefined
  if (error !== undefined) return new Failed(error)
  if (NUMBERS.has(kind)) return ofNumber(kind, value as Value)
  if (kind === 'date') return Day.parse(String(value))
  if (kind === 'datetime') return new Moment(Date.parse(String(value)))
  if (kind === 'switch') return value === true
  if (kind === 'choice' && typeof value === 'object') return 'other'
  return Array.isArray(value) ? value.map(String) : String(value)
}

function ofNumber(kind: string, value: Value): Inner {
  const own = value as { base?: number; amount?: number }
  const plain = typeof value === 'number' ? value : (own.base ?? own.amount)
  if (plain === undefined || plain === null) return null
  return kind === 'percent' ? decimal(plain).div(100) : decimal(plain)
}

/** As the column holds it: others that ask for it see it rounded, or the error of a number it has no room for. */
export function rounded(field: Field, value: Inner | Failed): Inner | Failed {
  if (!(value instanceof Decimal)) return value
  const { kind, options } = likeOf(field)
  const places = (options.decimals ?? 0) + (kind === 'percent' ? 2 : 0)
  const found = value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP)
  return found.abs().times(decimal(10).pow(places)).gt(LARGEST) ? new Failed(OUT_OF_RANGE) : found
}

export function shown(field: Field, value: Inner | Failed): Shown {
  if (value instanceof Failed) return { error: value.code }
  if (value instanceof Decimal) return (likeOf(field).kind === 'percent' ? value.times(100) : value).toNumber()
  return value instanceof Day || value instanceof Moment ? value.iso() : value
}
