// The values of formulas: exact decimals, texts by code point, days, moments; errors as values.
import { Decimal } from 'decimal.js'
import { fail, OUT_OF_RANGE, TOO_MUCH } from './failures'
import { Day, Moment, pad } from './moments'

const settings = { rounding: Decimal.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15, minE: -9e15, maxE: 9e15 }

/** Arithmetic of 28 digits; `Wide` for powers and logarithms, rounded to 28 afterwards. */
export const Exact = Decimal.clone({ ...settings, precision: 28 })
export const Wide = Decimal.clone({ ...settings, precision: 60 })

export type Value = Decimal | string | Day | Moment | boolean | null | Value[]

const LARGEST = 100
const MAX_TEXT = 32_767
export const MAX_ITEMS = 10_000

export const ZERO = new Exact(0)
export const ONE = new Exact(1)
export const decimal = (value: string | number | Decimal): Decimal => new Exact(value)

/** The value at 28 digits and within bounds, else #NUM. */
export function number(value: Decimal): Decimal {
  if (!value.isFinite()) fail(OUT_OF_RANGE)
  const rounded = new Exact(value).toSignificantDigits(28)
  if (rounded.isZero()) return ZERO
  if (rounded.e >= LARGEST) fail(OUT_OF_RANGE)
  return rounded.e >= -LARGEST ? rounded : ZERO
}

/** The number without its decimals; #NUM for what no count or position can be. */
export function whole(value: Decimal): number {
  if (value.e > 15) fail(OUT_OF_RANGE)
  return value.trunc().toNumber() || 0
}

/** Every digit, no exponent, no zeros at the end. */
export function plain(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed()
}

/** A value inside a text. */
export function asText(value: Value, zone: string): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Decimal) return plain(value)
  if (value instanceof Day) return value.iso()
  if (value instanceof Moment) {
    const { day, hour, minute } = value.local(zone)
    return `${day.iso()} ${pad(hour, 2)}:${pad(minute, 2)}`
  }
  return String(value)
}

/** How many code points a text has. */
export function lengthOf(text: string): number {
  let pairs = 0
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) pairs++
  return text.length - pairs
}

/** The text, or #LIMIT when it is too long to be a result. */
export const short = (text: string): string => (lengthOf(text) <= MAX_TEXT ? text : fail(TOO_MUCH))

export const isEmpty = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

export const asMoment = (value: Day | Moment, zone: string): Moment =>
  value instanceof Moment ? value : value.midnight(zone)

export const asDay = (value: Day | Moment, zone: string): Day =>
  value instanceof Moment ? value.local(zone).day : value

/** Values as they are compared with one another: days among moments count as moments. */
export function ranks(values: Value[], zone: string): Value[] {
  const mixed = values.some((value) => value instanceof Moment)
  return mixed ? values.map((value) => (value instanceof Day ? value.midnight(zone) : value)) : values
}

/** Below, equal or above 0 for two values of one type; texts by code point. */
export function compare(left: Value, right: Value): number {
  if (left instanceof Decimal && right instanceof Decimal) return left.comparedTo(right)
  if (left instanceof Day && right instanceof Day) return left.ordinal - right.ordinal
  if (left instanceof Moment && right instanceof Moment) return left.ms - right.ms
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right)
  return Number(left) - Number(right)
}

function compareTexts(left: string, right: string): number {
  const [one, other] = [[...left], [...right]]
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const apart = (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? 0)
    if (apart) return apart
  }
  return one.length - other.length
}

/** The same for equal values, for sets of them. */
export function keyOf(value: Value): string {
  if (value instanceof Decimal) return plain(value)
  if (value instanceof Day) return value.iso()
  return value instanceof Moment ? String(value.ms) : `${typeof value}:${value}`
}
