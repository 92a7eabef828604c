// Powers, roots and logarithms: worked out at 60 digits and rounded to 28.
import type { Decimal } from 'decimal.js'
import { DIVIDED, fail, OUT_OF_RANGE } from './failures'
import { number, ONE, Wide, ZERO } from './values'

const LIMIT = 101

export function power(base: Decimal, exponent: Decimal): Decimal {
  if (exponent.isZero()) return ONE
  if (base.isZero()) return exponent.gt(0) ? ZERO : fail(DIVIDED)
  if (base.eq(1)) return ONE
  if (base.lt(0) && !exponent.isInteger()) fail(OUT_OF_RANGE)
  const size = new Wide(base.abs()).log(10).times(exponent)
  if (size.lt(-LIMIT)) return ZERO
  if (size.gt(LIMIT)) fail(OUT_OF_RANGE)
  return number(new Wide(base).pow(exponent))
}

export const root = (value: Decimal): Decimal => (value.lt(0) ? fail(OUT_OF_RANGE) : number(new Wide(value).sqrt()))

export const naturalLog = (value: Decimal): Decimal => (value.gt(0) ? number(new Wide(value).ln()) : fail(OUT_OF_RANGE))

export function log(value: Decimal, base: Decimal): Decimal {
  if (value.lte(0) || base.lte(0)) fail(OUT_OF_RANGE)
  if (base.eq(1)) fail(DIVIDED)
  return number(new Wide(value).ln().div(new Wide(base).ln()))
}

export function exponential(value: Decimal): Decimal {
  if (value.gt(300)) fail(OUT_OF_RANGE)
  return value.lt(-300) ? ZERO : number(new Wide(value).exp())
}
