// Days and moments: days are days in the workspace's zone; months clamp.
import type { Decimal } from 'decimal.js'
import { atClock, Day, daysIn, Moment } from '../moments'
import { readDay } from '../reading'
import { add, difference, endOf, startOf, unitOf } from '../units'
import { fail, OUT_OF_RANGE, UNUSABLE } from '../failures'
import { decimal, ONE, type Value, whole, ZERO } from '../values'
import { type Family, fn } from './fn'

/** A day as the moment it begins; everything else as it is. */
export const asInstant = (value: Value, zone: string): Value => (value instanceof Day ? value.midnight(zone) : value)

function dateOf(year: Decimal, month: Decimal, day: Decimal): Day {
  const months = whole(year) * 12 + whole(month) - 1
  if (!(months >= 12 && months < 120_000)) fail(OUT_OF_RANGE)
  return Day.of(Math.floor(months / 12), (months % 12) + 1, 1).plus(whole(day) - 1)
}

function momentOf(day: Day, clock: Decimal[], zone: string): Moment {
  const [hour = 0, minute = 0, second = 0] = clock.map(whole)
  const isClock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60
  return isClock ? atClock(day, [hour, minute, second, 0], zone) : fail(UNUSABLE)
}

function weekday(day: Day, kind: number): number {
  if (kind === 1) return (day.weekday % 7) + 1
  if (kind === 2) return day.weekday
  return kind === 3 ? day.weekday - 1 : fail(UNUSABLE)
}

/** The week of the year that the week's Thursday lies in. */
function isoWeek(day: Day): number {
  const thursday = new Day(day.ordinal - day.weekday + 4)
  return Math.floor((thursday.ordinal - Day.of(thursday.year, 1, 1).ordinal) / 7) + 1
}

function week(day: Day, kind: number): number {
  if (kind === 21) return isoWeek(day)
  const start = kind === 1 ? 7 : kind === 2 ? 1 : fail(UNUSABLE)
  const first = Day.of(day.year, 1, 1)
  return Math.floor((day.ordinal - first.ordinal + ((first.weekday - start + 7) % 7)) / 7) + 1
}

function monthEnd(day: Day, months: number): Day {
  const there = day.plusMonths(months)
  return Day.of(there.year, there.month, daysIn(there.year, there.month))
}

const ofDay = (part: (day: Day) => number) => fn('date', (_, day: Day) => decimal(part(day)))
const ofClock = (part: 'hour' | 'minute' | 'second') =>
  fn('moment', (context, moment: Day | Moment) =>
    moment instanceof Moment ? decimal(moment.local(context.zone)[part]) : ZERO,
  )

export const dates: Family = {
  TODAY: fn('', (context) => context.now.local(context.zone).day),
  NOW: fn('', (context) => context.now),
  DATE: fn('number number number', (_, year: Decimal, month: Decimal, day: Decimal) => dateOf(year, month, day)),
  DATETIME: fn('date number? number? number?', (context, day: Day, ...clock: Decimal[]) =>
    momentOf(day, clock, context.zone),
  ),
  DATEVALUE: fn('text', (_, text: string) => (text ? readDay(text) : null)),
  YEAR: ofDay((day) => day.year),
  QUARTER: ofDay((day) => Math.floor((day.month + 2) / 3)),
  MONTH: ofDay((day) => day.month),
  DAY: ofDay((day) => day.day),
  HOUR: ofClock('hour'),
  MINUTE: ofClock('minute'),
  SECOND: ofClock('second'),
  WEEKDAY: fn('date number?', (_, day: Day, kind: Decimal = ONE) => decimal(weekday(day, whole(kind)))),
  WEEKNUM: fn('date number?', (_, day: Day, kind: Decimal = ONE) => decimal(week(day, whole(kind)))),
  ISOWEEKNUM: ofDay(isoWeek),
  DATEDIF: fn('moment moment text', (context, start: Day | Moment, end: Day | Moment, unit: string) =>
    difference(start, end, unitOf(unit), context.zone),
  ),
  DAYS: fn('date date', (_, end: Day, start: Day) => decimal(end.ordinal - start.ordinal)),
  DATEADD: fn(
    'T number text',
    (context, moment: Value, count: Decimal | null, unit: string | null) => {
      if (moment === null) return null
      if (!(moment instanceof Day || moment instanceof Moment)) fail(UNUSABLE)
      return add(moment, whole(count ?? ZERO), unitOf(unit ?? ''), context.zone)
    },
    { keepsEmpty: true },
  ),
  EDATE: fn('date number', (_, day: Day, months: Decimal) => day.plusMonths(whole(months))),
  EOMONTH: fn('date number?', (_, day: Day, months: Decimal = ZERO) => monthEnd(day, whole(months))),
  STARTOF: fn('date text', (context, day: Day, unit: string) => startOf(day, unitOf(unit), context.weekStart)),
  ENDOF: fn('date text', (context, day: Day, unit: string) => endOf(day, unitOf(unit), context.weekStart)),
}
