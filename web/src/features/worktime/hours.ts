// Hours of a day as people write them, and the days of a month.
import type { CalendarYear, Hours, Kind } from './worktime'

export const OFFICE: Hours = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
]

const SPAN = /(\d{1,2})[:：](\d\d)\s*[-–—~～至到]\s*(\d{1,2})[:：](\d\d)/g

export const hoursText = (hours: Hours): string => hours.map(([a, b]) => `${a}–${b}`).join(', ')

/** Null: it cannot be read; whether the spans are in order is for the server to say. */
export function readHours(text: string): Hours | null {
  const found: Hours = []
  const rest = text.replace(SPAN, (_all, a: string, b: string, c: string, d: string) => {
    found.push([`${a.padStart(2, '0')}:${b}`, `${c.padStart(2, '0')}:${d}`])
    return ''
  })
  return found.length > 0 && /^[\s,，;；、]*$/.test(rest) ? found : null
}

const pad = (n: number): string => String(n).padStart(2, '0')
export const dayText = (year: number, month: number, day: number): string => `${year}-${pad(month)}-${pad(day)}`

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The weeks of a month with null before its first and after its last day. */
export function weeksOf(year: number, month: number, weekStart: number): (string | null)[][] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const before = (weekdayOf(dayText(year, month, 1)) - weekStart + 7) % 7
  const cells: (string | null)[] = [
    ...Array<null>(before).fill(null),
    ...Array.from({ length: count }, (_, at) => dayText(year, month, at + 1)),
  ]
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7))
}

/** The days from one to another, both counted, at most a year. */
export function daysFrom(first: string, last: string): string[] {
  const found: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last) && found.length < 366; at += 86_400_000)
    found.push(new Date(at).toISOString().slice(0, 10))
  return found
}

/** What a day would be without anything said about it by hand. */
export function usualOf(calendar: CalendarYear, day: string): { kind: Kind; name: string | null } {
  const base = calendar.days.find((d) => d.day === day)?.base
  if (base) return base
  return { kind: calendar.week[weekdayOf(day) - 1]!.length > 0 ? 'worked' : 'free', name: null }
}
