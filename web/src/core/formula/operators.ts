// What the operators mean; the same as on the server, digit by digit.
import { Decimal } from 'decimal.js'
import { Day, Moment } from './moments'
import { power } from './powers'
import { DIVIDED, fail, OUT_OF_RANGE } from './failures'
import { asMoment, asText, compare, decimal, isEmpty, number, ranks, short, type Value, whole, ZERO } from './values'

export const DAY_MS = 86_400_000
const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>='])
const isMoment = (type: string | undefined): boolean => type === 'date' || type === 'datetime'

export function operate(op: string, type: string, types: string[], values: Value[], zone: string): Value {
  if (op === '&') return short(values.map((value) => asText(value, zone)).join(''))
  if (COMPARISONS.has(op)) return comparison(op, types, values, zone)
  if (isMoment(type)) return moved(op, types, values)
  if (types.some(isMoment)) return daysBetween(values, zone)
  return arithmetic(
    op,
    values.map((value) => (value ?? ZERO) as Decimal),
  )
}

function arithmetic(op: string, [left = ZERO, right]: Decimal[]): Decimal {
  if (!right) return number(op === '%' ? left.div(100) : left.neg())
  if (op === '+') return number(left.plus(right))
  if (op === '-') return number(left.minus(right))
  if (op === '*') return number(left.times(right))
  return op === '/' ? divide(left, right) : power(left, right)
}

export function divide(left: Decimal, right: Decimal): Decimal {
  return right.isZero() ? fail(DIVIDED) : number(left.div(right))
}

function comparison(op: string, types: string[], values: Value[], zone: string): boolean | null {
  if (types.includes('empty')) return values.every(isEmpty) === (op === '=')
  const given = types[0] === 'text' ? values.map((value) => value ?? '') : values
  if (given.includes(null)) return null
  const [left = null, right = null] = ranks(given, zone)
  return holds(op, left, right)
}

export function holds(op: string, left: Value, right: Value): boolean {
  const order = compare(left, right)
  if (op === '=') return order === 0
  if (op === '<>') return order !== 0
  if (op === '<') return order < 0
  if (op === '<=') return order <= 0
  return op === '>' ? order > 0 : order >= 0
}

function moved(op: string, types: string[], values: Value[]): Value {
  const at = isMoment(types[0]) ? 0 : 1
  const moment = values[at] ?? null
  if (!(moment instanceof Day || moment instanceof Moment)) return null
  const days = (values[1 - at] ?? ZERO) as Decimal
  return shifted(moment, op === '-' ? days.neg() : days)
}

function shifted(moment: Day | Moment, days: Decimal): Value {
  if (moment instanceof Day) return moment.plus(whole(days))
  if (days.e > 8) fail(OUT_OF_RANGE)
  return new Moment(moment.ms + days.times(DAY_MS).round().toNumber())
}

function daysBetween([end = null, start = null]: Value[], zone: string): Value {
  if (end === null || start === null) return null
  if (end instanceof Day && start instanceof Day) return decimal(end.ordinal - start.ordinal)
  return number(decimal(millisecondsBetween(start as Day | Moment, end as Day | Moment, zone)).div(DAY_MS))
}

export const millisecondsBetween = (start: Day | Moment, end: Day | Moment, zone: string): number =>
  asMoment(end, zone).ms - asMoment(start, zone).ms
