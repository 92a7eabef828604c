// Reckoning with days (YYYY-MM-DD): weeks, months, distances, and moving a value to another day.
import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'
import { dayOf } from './date'

dayjs.extend(utc)
dayjs.extend(timezone)

const DAY = 86_400_000
const at = (day: string): Date => new Date(`${day}T00:00:00Z`)
const text = (date: Date): string => date.toISOString().slice(0, 10)

export const addDays = (day: string, n: number): string => text(new Date(at(day).getTime() + n * DAY))
export const daysBetween = (from: string, to: string): number =>
  Math.round((at(to).getTime() - at(from).getTime()) / DAY)

/** The first day of the month `n` months on. */
export function addMonths(day: string, n: number): string {
  const date = at(`${day.slice(0, 7)}-01`)
  date.setUTCMonth(date.getUTCMonth() + n)
  return text(date)
}

/** The first day of its week; weeks begin on `start` (1 Monday … 7 Sunday). */
export function weekOf(day: string, start: number): string {
  const weekday = at(day).getUTCDay() || 7
  return addDays(day, -((weekday - start + 7) % 7))
}

export const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => addDays(first, i))

/** The whole weeks that a month touches. */
export function monthWeeks(day: string, start: number): string[][] {
  const first = weekOf(`${day.slice(0, 7)}-01`, start)
  const last = addDays(addMonths(day, 1), -1)
  const weeks = Math.floor(daysBetween(first, last) / 7) + 1
  return Array.from({ length: weeks }, (_, w) => daysFrom(addDays(first, w * 7), 7))
}

/** A day or moment `n` days on; the time on the clock of the zone stays. */
export function shifted(value: string, n: number, zone: string): string {
  if (value.length === 10) return addDays(value, n)
  const clock = dayjs(value).tz(zone).format('HH:mm:ss')
  return dayjs.tz(`${addDays(dayOf(value, zone), n)}T${clock}`, zone).format()
}

/** The moment a day is over in the zone. */
export const endOfDay = (day: string, zone: string): string => dayjs.tz(`${addDays(day, 1)}T00:00:00`, zone).format()

/** The last moment of something that is over at `until` (an instant): on that day people say it ends. */
export const lastMoment = (until: string): string => new Date(Date.parse(until) - 1).toISOString()
