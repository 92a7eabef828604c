// Records on days: which days one covers, the filter that finds those of a stretch of days, and moving them.
import { addDays, daysBetween, shifted } from '@/core/format/days'
import { dayOf } from '@/core/format/date'
import { fieldOf, may } from '@/core/forms'
import type { Filter, Form, Row } from '@/core/types'

export type Axes = { start: string; end?: string | null }
export type Span = { row: Row; from: string; to: string }

/** The days a record covers; undefined without a start. An end before the start counts as none. */
export function spanOf(row: Row, { start, end }: Axes, zone: string): Span | undefined {
  const from = dayIn(row[start], zone)
  if (!from) return undefined
  const to = end ? dayIn(row[end], zone) : undefined
  return { row, from, to: to && to > from ? to : from }
}

const dayIn = (value: unknown, zone: string): string | undefined =>
  typeof value === 'string' && value ? dayOf(value, zone) : undefined

/** Records that touch the days from `from` to `to`. */
export function within({ start, end }: Axes, from: string, to: string): Filter {
  const inside: Filter = { field: start, op: 'between', value: [from, to] }
  if (!end) return inside
  const across: Filter = {
    and: [
      { field: start, op: 'on_or_before', value: to },
      { field: end, op: 'on_or_after', value: from },
    ],
  }
  return { or: [inside, across] }
}

/** May this person put the record on another day? */
export const mayMove = (form: Form, keys: (string | null | undefined)[]): boolean =>
  may(form, 'change') && keys.every((key) => !key || fieldOf(form, key)?.readonly !== true)

export type DateChange = { [field: string]: string }

/** Both ends `days` on; times on the clock stay. */
export function movedBy(row: Row, { start, end }: Axes, days: number, zone: string): DateChange {
  const change: DateChange = {}
  for (const key of [start, end]) {
    const value = key ? row[key] : null
    if (key && typeof value === 'string' && value) change[key] = shifted(value, days, zone)
  }
  return change
}

/** One end `days` on, never past the other one. */
export function resizedBy(
  span: Span,
  axes: Required<Axes>,
  side: 'start' | 'end',
  days: number,
  zone: string,
): DateChange {
  const key = side === 'start' ? axes.start : axes.end
  const length = daysBetween(span.from, span.to)
  const by = side === 'start' ? Math.min(days, length) : Math.max(days, -length)
  if (!key) return {}
  const value = span.row[key]
  if (typeof value === 'string' && value) return { [key]: shifted(value, by, zone) }
  // An end that was never set grows from the start's day.
  return { [key]: likeStart(span.row[axes.start], addDays(span.to, by), zone) }
}

const likeStart = (start: unknown, day: string, zone: string): string =>
  typeof start === 'string' && start.length > 10 ? shifted(start, daysBetween(dayOf(start, zone), day), zone) : day

/** A value for `day` in the shape of the field: a day, or nine o'clock of it. */
export const valueOn = (kind: string | undefined, day: string, zone: string): string =>
  kind === 'datetime' ? shifted(morning(day, zone), 0, zone) : day

function morning(day: string, zone: string): string {
  // Noon UTC names the day in every zone people live in; the hour is then put right on that zone's clock.
  const noon = `${day}T12:00:00Z`
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(noon),
  )
  const [h, m] = clock.split(':').map(Number)
  const away = (9 * 60 - ((h ?? 0) * 60 + (m ?? 0))) * 60_000
  const at = new Date(Date.parse(noon) + away).toISOString()
  return dayOf(at, zone) === day ? at : noon
}
