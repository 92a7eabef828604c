// Names of months and other buckets of time.
import { dateFormat } from './kept'
/** 2026-11 → 11月 · Nov; beside months of other years 26-11. */
export function periodName(value: string, bucket: string, locale: string, withYear = false): string {
  const month = value.split('-')[1]
  if (bucket === 'month' && month && withYear) return value.slice(2)
  if (bucket === 'month' && month) {
    const name = dateFormat(locale, { month: 'short', timeZone: 'UTC' }).format(
      new Date(`${value.slice(0, 7)}-01T00:00:00Z`),
    )
    return name
  }
  return value
}

/** 2026-11 → 2026年11月 · Nov 2026. */
export function monthName(value: string, locale: string): string {
  return dateFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${value}-01T00:00:00Z`),
  )
}
