// Days that conditions name, ISO or relative, as spans of days: the browser's half of bulou/expr/moments.py.
import { dayOf } from '../format/date'
import { addDays, addMonths, weekOf } from '../format/days'
import type { Asker } from './types'

/** First and last day, both inside. */
export type Days = [string, string]

const COUNTED: { [name: string]: (today: string, n: number) => Days } = {
  last_n_days: (today, n) => [addDays(today, 1 - n), today],
  next_n_days: (today, n) => [today, addDays(today, n - 1)],
  n_days_ago: (today, n) => [addDays(today, -n), addDays(today, -n)],
  n_days_later: (today, n) => [addDays(today, n), addDays(today, n)],
}
const NEAR: { [name: string]: number } = { today: 0, yesterday: -1, tomorrow: 1 }
const MONTHS: { [period: string]: number } = { month: 1, quarter: 3, year: 12 }
const WHICH: { [word: string]: number } = { last: -1, this: 0, next: 1 }

/** The days of `{relative, n}`; null for what is no such thing. */
export function relativeDays(value: unknown, asker: Asker): Days | null {
  if (value === null || typeof value !== 'object') return null
  const { relative: name, n } = value as { relative?: unknown; n?: unknown }
  if (typeof name !== 'string') return null
  const today = dayOf(new Date(asker.now), asker.zone)
  const counted = COUNTED[name]
  if (counted) return typeof n === 'number' ? counted(today, n) : null
  const near = NEAR[name]
  if (near !== undefined) return [addDays(today, near), addDays(today, near)]
  const [which = '', period = ''] = name.split('_')
  const offset = WHICH[which]
  if (offset === undefined) return null
  return period === 'week' ? week(today, offset, asker.weekStart) : months(today, offset, MONTHS[period])
}

function week(today: string, offset: number, start: number): Days {
  const first = addDays(weekOf(today, start), 7 * offset)
  return [first, addDays(first, 6)]
}

function months(today: string, offset: number, length: number | undefined): Days | null {
  if (length === undefined) return null
  const month = Number(today.slice(5, 7)) - 1
  const first = addMonths(today, offset * length - (month % length))
  return [first, addDays(addMonths(first, length), -1)]
}
