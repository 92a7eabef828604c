// Dates, moments, times and stretches of days against what a condition names.
import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'
import { addDays } from '../format/days'
import { relativeDays } from './spans'
import type { Asker, Verdict } from './types'

dayjs.extend(utc)
dayjs.extend(timezone)

/** `start ≤ value < end` in something that can be compared: days as texts, moments in milliseconds. */
type Span<T> = { start: T; end: T }

const DAY = /^\d{4}-\d{2}-\d{2}$/
const ZONED = /(Z|[+-]\d{2}:?\d{2})$/
const BEYOND = '~'

const midnight = (day: string, zone: string): number => dayjs.tz(`${day}T00:00:00`, zone).valueOf()
const after = (day: string): string => (day === '9999-12-31' ? BEYOND : addDays(day, 1))

function days(value: unknown, asker: Asker): Span<string> | null {
  const relative = relativeDays(value, asker)
  if (relative) return { start: relative[0], end: after(relative[1]) }
  if (typeof value !== 'string') return null
  const day = DAY.test(value) ? value : dayjs.tz(moment(value, asker.zone), asker.zone).format('YYYY-MM-DD')
  return { start: day, end: after(day) }
}

const moment = (text: string, zone: string): number =>
  ZONED.test(text) ? Date.parse(text) : dayjs.tz(text, zone).valueOf()

function moments(value: unknown, asker: Asker): Span<number> | null {
  if (typeof value === 'string' && !DAY.test(value)) {
    const start = moment(value, asker.zone)
    return Number.isNaN(start) ? null : { start, end: start + 1 }
  }
  const span = days(value, asker)
  if (!span) return null
  const end = span.end === BEYOND ? Infinity : midnight(span.end, asker.zone)
  return { start: midnight(span.start, asker.zone), end }
}

const ALIASES: { [op: string]: string } = { gt: 'after', ge: 'on_or_after', lt: 'before', le: 'on_or_before' }

function compared<T extends string | number>(value: T, op: string, span: Span<T>): Verdict {
  switch (ALIASES[op] ?? op) {
    case 'before':
      return value < span.start
    case 'after':
      return value >= span.end
    case 'on_or_before':
      return value < span.end
    case 'on_or_after':
      return value >= span.start
  }
  return span.start <= value && value < span.end
}

function asked<T>(op: string, wanted: unknown, read: (value: unknown) => Span<T> | null): Span<T> | null {
  if (!Array.isArray(wanted)) return op === 'between' ? null : read(wanted)
  const [first, last] = [read(wanted[0]), read(wanted[1])]
  return first && last ? { start: first.start, end: last.end } : null
}

export function date(value: string, op: string, wanted: unknown, asker: Asker): Verdict {
  const span = asked(op, wanted, (each) => days(each, asker))
  return span && compared(value, op, span)
}

export function datetime(value: string, op: string, wanted: unknown, asker: Asker): Verdict {
  const span = asked(op, wanted, (each) => moments(each, asker))
  return span && compared(moment(value, asker.zone), op, span)
}

export function stretch(value: { start: string; end: string }, op: string, wanted: unknown, asker: Asker): Verdict {
  const span = asked(op, wanted, (each) => days(each, asker))
  if (!span) return null
  if (op === 'before') return value.end < span.start
  if (op === 'after') return value.start >= span.end
  if (op === 'between') return value.start >= span.start && value.end < span.end
  return value.start < span.end && value.end >= span.start
}

const clock = (text: unknown): string => (String(text).length === 5 ? `${String(text)}:00` : String(text))

export function time(given: string, op: string, wanted: unknown): Verdict {
  const value = clock(given)
  if (op === 'between') {
    const [first, last] = Array.isArray(wanted) ? wanted : []
    return value >= clock(first) && value <= clock(last)
  }
  const other = clock(wanted)
  switch (ALIASES[op] ?? op) {
    case 'ne':
      return value !== other
    case 'before':
      return value < other
    case 'after':
      return value > other
    case 'on_or_before':
      return value <= other
    case 'on_or_after':
      return value >= other
  }
  return value === other
}
