// Working days by the calendar that is passed in.
import type { Decimal } from 'decimal.js'
import type { Day } from '../moments'
import { fail, TOO_MUCH } from '../failures'
import { decimal, whole } from '../values'
import { type Family, fn } from './fn'

type IsWorkday = (day: Day) => boolean

const MOST = 10_000
const FARTHEST = 36_600

function after(start: Day, count: number, isWorkday: IsWorkday): Day {
  if (Math.abs(count) > MOST) fail(TOO_MUCH)
  let [day, left] = [start, Math.abs(count)]
  for (let walked = 0; left > 0; walked++) {
    if (walked >= FARTHEST) fail(TOO_MUCH)
    day = day.plus(count > 0 ? 1 : -1)
    if (isWorkday(day)) left--
  }
  return day
}

function between(first: Day, last: Day, isWorkday: IsWorkday): number {
  if (first.ordinal > last.ordinal) return -between(last, first, isWorkday)
  if (last.ordinal - first.ordinal > MOST) fail(TOO_MUCH)
  let found = 0
  for (let day = first; ; day = day.plus(1)) {
    if (isWorkday(day)) found++
    if (day.ordinal === last.ordinal) return found
  }
}

export const workdays: Family = {
  WORKDAY: fn('date number', (context, start: Day, count: Decimal) => after(start, whole(count), context.isWorkday)),
  NETWORKDAYS: fn('date date', (context, start: Day, end: Day) => decimal(between(start, end, context.isWorkday))),
  ISWORKDAY: fn('date', (context, day: Day) => context.isWorkday(day)),
}
