// Units of time: adding them, counting them, the period a day lies in.
import type { Decimal } from 'decimal.js'
import { atClock, Day, daysIn, Moment } from './moments'
import { millisecondsBetween } from './operators'
import { fail, OUT_OF_RANGE, UNUSABLE } from './failures'
import { asDay, decimal } from './values'

const WRITTEN: Record<string, string[]> = {
  year: ['Y', 'YEAR', 'YEARS'],
  quarter: ['Q', 'QUARTER', 'QUARTERS'],
  month: ['M', 'MONTH', 'MONTHS'],
  week: ['W', 'WEEK', 'WEEKS'],
  day: ['D', 'DAY', 'DAYS'],
  hour: ['H', 'HOUR', 'HOURS'],
  minute: ['MIN', 'MINUTE', 'MINUTES'],
  second: ['S', 'SECOND', 'SECONDS'],
  ym: ['YM'],
  md: ['MD'],
  yd: ['YD'],
}
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 }
const DAYS: Record<string, number> = { day: 1, week: 7 }
const MILLISECONDS: Record<string, number> = { hour: 3_600_000, minute: 60_000, second: 1000 }

/** The unit that a text names; #VALUE. */
export function unitOf(text: string): string {
  const word = text.replace(/^ +| +$/g, '').toUpperCase()
  return Object.keys(WRITTEN).find((unit) => WRITTEN[unit]?.includes(word)) ?? fail(UNUSABLE)
}

/** `count` units later: months and days by the zone's wall clock, hours and less by elapsed time. */
export function add(moment: Day | Moment, count: number, unit: string, zone: string): Day | Moment {
  if (Math.abs(count) > 10_000_000_000) fail(OUT_OF_RANGE)
  const exact = MILLISECONDS[unit]
  if (exact) return moment instanceof Moment ? new Moment(moment.ms + count * exact) : fail(UNUSABLE)
  const [months, days] = [MONTHS[unit], DAYS[unit]]
  const shift = (day: Day): Day =>
    months ? day.plusMonths(count * months) : days ? day.plus(count * days) : fail(UNUSABLE)
  if (moment instanceof Day) return shift(moment)
  const { day, hour, minute, second, millisecond } = moment.local(zone)
  return atClock(shift(day), [hour, minute, second, millisecond], zone)
}

/** Whole months from one day to another that is not earlier. */
export function monthsBetween(start: Day, end: Day): number {
  const months = (end.year - start.year) * 12 + end.month - start.month
  return start.plusMonths(months).ordinal <= end.ordinal ? months : months - 1
}

/** Whole units from one to the other; negative when the end is earlier. */
export function difference(start: Day | Moment, end: Day | Moment, unit: string, zone: string): Decimal {
  const exact = MILLISECONDS[unit]
  if (exact) return decimal(Math.trunc(millisecondsBetween(start, end, zone) / exact))
  const [first, last] = [asDay(start, zone), asDay(end, zone)]
  return decimal(first.ordinal > last.ordinal ? -apart(last, first, unit) : apart(first, last, unit))
}

function apart(first: Day, last: Day, unit: string): number {
  const months = monthsBetween(first, last)
  if (MONTHS[unit]) return Math.floor(months / MONTHS[unit])
  if (DAYS[unit]) return Math.floor((last.ordinal - first.ordinal) / DAYS[unit])
  if (unit === 'ym') return months % 12
  const past = unit === 'md' ? months : Math.floor(months / 12) * 12
  return last.ordinal - first.plusMonths(past).ordinal
}

/** The first day of the period that a day lies in. */
export function startOf(day: Day, unit: string, weekStart: number): Day {
  if (unit === 'day') return day
  if (unit === 'week') return day.plus(-((day.weekday - weekStart + 7) % 7))
  if (unit === 'month') return Day.of(day.year, day.month, 1)
  if (unit === 'quarter') return Day.of(day.year, Math.floor((day.month - 1) / 3) * 3 + 1, 1)
  return unit === 'year' ? Day.of(day.year, 1, 1) : fail(UNUSABLE)
}

/** The last day of the period that a day lies in. */
export function endOf(day: Day, unit: string, weekStart: number): Day {
  const first = startOf(day, unit, weekStart)
  const days = DAYS[unit]
  if (days) return first.plus(days - 1)
  const month = first.month + (MONTHS[unit] ?? 1) - 1
  return Day.of(first.year, month, daysIn(first.year, month))
}
