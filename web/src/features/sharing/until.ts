// How long something is open: a few usual terms, a day of one's own, or for good.
import { addDays } from '@/core/format/days'

export type Term = 'week' | 'month' | 'quarter' | 'always' | 'day'
export const TERMS: Term[] = ['week', 'month', 'quarter', 'always', 'day']

/** The last day of a term that begins today (`YYYY-MM-DD`); null for good. */
export function lastDay(term: Exclude<Term, 'day'>, today: string): string | null {
  if (term === 'always') return null
  if (term === 'week') return addDays(today, 7)
  if (term === 'month') return addDays(today, 30)
  const [year = 0, month = 1] = today.split('-').map(Number)
  const end = Math.ceil(month / 3) * 3
  // The day before the first of the month after.
  const next = end === 12 ? `${year + 1}-01-01` : `${year}-${String(end + 1).padStart(2, '0')}-01`
  return addDays(next, -1)
}
