// Numbers: rounding half away from zero, remainders with the sign of the divisor.
import { Decimal } from 'decimal.js'
import { divide } from '../operators'
import { exponential, log, naturalLog, power, root } from '../powers'
import { DIVIDED, fail, OUT_OF_RANGE } from '../failures'
import { decimal, Exact, number, ONE, whole, ZERO } from '../values'
import { type Family, fn } from './fn'

const { ROUND_CEIL, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP } = Decimal
type Rounding = Decimal.Rounding

const wholePart = (value: Decimal, rounding: Rounding): Decimal => value.toDecimalPlaces(0, rounding)

/** The value with at most `count` decimals (tens, hundreds … when negative). */
export function places(value: Decimal, count: Decimal, rounding: Rounding): Decimal {
  const wanted = Math.max(-100, Math.min(28, whole(count)))
  if (value.decimalPlaces() <= wanted) return value
  const step = new Exact(10).pow(-wanted)
  return number(wholePart(value.div(step), rounding).times(step))
}

const rounded = (rounding: Rounding) =>
  fn('number number?', (_, value: Decimal, count: Decimal = ZERO) => places(value, count, rounding))

const multiple = (rounding: Rounding) =>
  fn('number number?', (_, value: Decimal, step: Decimal = ONE) =>
    number(wholePart(divide(value, step.abs()), rounding).times(step.abs())),
  )

function checkDivision(value: Decimal, by: Decimal): void {
  if (by.isZero()) fail(DIVIDED)
  if (!value.isZero() && value.e - by.e > 25) fail(OUT_OF_RANGE)
}

export const math: Family = {
  ABS: fn('number', (_, value: Decimal) => value.abs()),
  SIGN: fn('number', (_, value: Decimal) => decimal(Math.sign(value.comparedTo(0)))),
  ROUND: rounded(ROUND_HALF_UP),
  ROUNDUP: rounded(ROUND_UP),
  ROUNDDOWN: rounded(ROUND_DOWN),
  TRUNC: rounded(ROUND_DOWN),
  INT: fn('number', (_, value: Decimal) => wholePart(value, ROUND_FLOOR)),
  CEILING: multiple(ROUND_CEIL),
  FLOOR: multiple(ROUND_FLOOR),
  QUOTIENT: fn('number number', (_, value: Decimal, by: Decimal) => {
    checkDivision(value, by)
    return wholePart(divide(value, by), ROUND_DOWN)
  }),
  MOD: fn('number number', (_, value: Decimal, by: Decimal) => {
    checkDivision(value, by)
    const rest = value.mod(by)
    return number(!rest.isZero() && rest.lt(0) !== by.lt(0) ? rest.plus(by) : rest)
  }),
  POWER: fn('number number', (_, base: Decimal, exponent: Decimal) => power(base, exponent)),
  SQRT: fn('number', (_, value: Decimal) => root(value)),
  LN: fn('number', (_, value: Decimal) => naturalLog(value)),
  LOG: fn('number number?', (_, value: Decimal, base: Decimal = decimal(10)) => log(value, base)),
  EXP: fn('number', (_, value: Decimal) => exponential(value)),
}
