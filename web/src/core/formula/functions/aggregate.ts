// Several values into one; empty ones are skipped.
import { Decimal } from 'decimal.js'
import { Day, Moment } from '../moments'
import { divide } from '../operators'
import { fail, NOT_FOUND, UNUSABLE } from '../failures'
import { compare, decimal, isEmpty, number, ONE, ranks, type Value, whole, ZERO } from '../values'
import { type Family, fn } from './fn'

const NUMBERS = 'number|number[]+'

export const everything = (values: Value[]): Value[] => values.flat() as Value[]
export const flat = (values: Value[]): Value[] => everything(values).filter((value) => !isEmpty(value))
const numbers = (values: Value[]): Decimal[] => flat(values) as Decimal[]

export const total = (values: Decimal[]): Decimal => number(values.reduce((sum, each) => sum.plus(each), ZERO))
export const mean = (values: Decimal[]): Decimal => divide(total(values), decimal(values.length))

/** The largest (1) or smallest (-1); null of none. */
export function extreme(values: Value[], zone: string, direction: 1 | -1): Value {
  const order = ranks(values, zone)
  let best = 0
  order.forEach((value, at) => {
    if (compare(value, order[best] ?? null) * direction > 0) best = at
  })
  return values[best] ?? null
}

function placed(values: Decimal[], place: Decimal): Value {
  const at = whole(place)
  return (at >= 1 ? values[at - 1] : undefined) ?? fail(NOT_FOUND)
}

function sumProduct(columns: Value[][]): Decimal {
  const length = columns[0]?.length ?? 0
  if (columns.some((column) => column.length !== length)) fail(UNUSABLE)
  let sum = ZERO
  for (let row = 0; row < length; row++) {
    const cells = columns.map((column) => (column[row] ?? ZERO) as Decimal)
    sum = sum.plus(cells.reduce((product, each) => number(product.times(each)), ONE))
  }
  return number(sum)
}

const ascending = (values: Value[]): Decimal[] => numbers(values).sort((left, right) => left.comparedTo(right))
const isCounted = (value: Value): boolean => value instanceof Decimal || value instanceof Day || value instanceof Moment

export const aggregate: Family = {
  SUM: fn(NUMBERS, (_, ...values: Value[]) => total(numbers(values))),
  AVERAGE: fn(NUMBERS, (_, ...values: Value[]) => mean(numbers(values))),
  MAX: fn('T|T[]+', (context, ...values: Value[]) => extreme(flat(values), context.zone, 1)),
  MIN: fn('T|T[]+', (context, ...values: Value[]) => extreme(flat(values), context.zone, -1)),
  COUNT: fn('any|any[]+', (_, ...values: Value[]) => decimal(everything(values).filter(isCounted).length)),
  COUNTA: fn('any|any[]+', (_, ...values: Value[]) => decimal(flat(values).length)),
  COUNTBLANK: fn('any|any[]+', (_, ...values: Value[]) => decimal(everything(values).filter(isEmpty).length)),
  PRODUCT: fn(NUMBERS, (_, ...values: Value[]) => {
    const found = numbers(values)
    return found.length ? found.reduce((product, each) => number(product.times(each)), ONE) : ZERO
  }),
  MEDIAN: fn(NUMBERS, (_, ...values: Value[]) => {
    const found = ascending(values)
    const half = Math.floor(found.length / 2)
    const middle = found[half]
    if (!middle) return null
    return found.length % 2 ? middle : divide(middle.plus(found[half - 1] ?? ZERO), decimal(2))
  }),
  LARGE: fn('number[] number', (_, values: Value[], place: Decimal) => placed(ascending(values).reverse(), place)),
  SMALL: fn('number[] number', (_, values: Value[], place: Decimal) => placed(ascending(values), place)),
  SUMPRODUCT: fn('number[]+', (_, ...columns: Value[][]) => sumProduct(columns)),
}
