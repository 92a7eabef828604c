// Days and moments in words, in the workspace's zone.
import type { Locale } from '../preferences'
import { dateFormat } from './kept'

export type When = { locale: Locale; zone: string; now: Date }

const WORDS: Record<
  Locale,
  { near: Record<number, string>; ago: (n: number) => string; ahead: (n: number) => string }
> = {
  'zh-CN': { near: { [-1]: '昨天', 0: '今天', 1: '明天' }, ago: (n) => `${n} 天前`, ahead: (n) => `${n} 天后` },
  'en-US': {
    near: { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' },
    ago: (n) => `${n} days ago`,
    ahead: (n) => `in ${n} days`,
  },
}

const isDay = (iso: string): boolean => iso.length === 10

/** The day (YYYY-MM-DD) of a moment in a zone; a plain date is its own day. */
export function dayOf(iso: string | Date, zone: string): string {
  if (typeof iso === 'string' && isDay(iso)) return iso
  return dateFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(iso))
}

export const today = (w: When): string => dayOf(w.now, w.zone)

/** Whole days from today to that day; negative is past. */
export function daysFromToday(iso: string, w: When): number {
  return Math.round((Date.parse(dayOf(iso, w.zone)) - Date.parse(today(w))) / 86_400_000)
}

/** 今天, 昨天, 明天, 11-23, and the year only when it is another year. */
export function dateWords(iso: string, w: When): string {
  const near = WORDS[w.locale].near[daysFromToday(iso, w)]
  return near ?? shortDate(iso, w)
}

/** 11-23 · Nov 23; with the year when it is another year. */
export function shortDate(iso: string, w: When): string {
  const day = dayOf(iso, w.zone)
  const sameYear = day.slice(0, 4) === today(w).slice(0, 4)
  if (w.locale === 'zh-CN') return sameYear ? day.slice(5) : day
  const date = new Date(`${day}T00:00:00Z`)
  return dateFormat('en-US', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}

/** 今天, 昨天, 21 天前 up to 60 days, then the date: for "last followed up". */
export function agoWords(iso: string, w: When): string {
  const days = daysFromToday(iso, w)
  const words = WORDS[w.locale]
  if (words.near[days]) return words.near[days]
  if (days < 0 && days >= -60) return words.ago(-days)
  if (days > 0 && days <= 60) return words.ahead(days)
  return shortDate(iso, w)
}

/** 14:30 in the zone. */
export function time(iso: string, w: When): string {
  return dateFormat('sv-SE', { timeZone: w.zone, hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
}

/** A planned day counts until its last minute: such a moment is a day, and nobody is told 23:59. */
export const isWholeDay = (iso: string, w: When): boolean => isDay(iso) || time(iso, w) === '23:59'

/** 今天 14:30 · 11-23 14:30; a planned day is 11-23 alone. */
export const momentWords = (iso: string, w: When): string =>
  isWholeDay(iso, w) ? dateWords(iso, w) : `${dateWords(iso, w)} ${time(iso, w)}`

/** 2026-11-20 14:30, for tooltips and exact places. */
export const exactMoment = (iso: string, w: When): string =>
  isDay(iso) ? iso : `${dayOf(iso, w.zone)} ${time(iso, w)}`

/** 周五 · Fri. */
export function weekday(iso: string, w: When): string {
  return dateFormat(w.locale, { timeZone: 'UTC', weekday: 'short' }).format(new Date(`${dayOf(iso, w.zone)}T00:00:00Z`))
}

/** 11 月 20 日 周五 · Fri, Nov 20. */
export function longDay(iso: string, w: When): string {
  const day = dayOf(iso, w.zone)
  if (w.locale === 'zh-CN') return `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8, 10))} 日 ${weekday(day, w)}`
  return dateFormat('en-US', { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** 27 秒, 3 分, 1 小时 20 分 for work under way. */
export function duration(seconds: number, locale: Locale): string {
  const units = locale === 'zh-CN' ? [' 小时', ' 分', ' 秒'] : [' h', ' min', ' s']
  const whole = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const parts = h ? [`${h}${units[0]}`, m ? `${m}${units[1]}` : ''] : m ? [`${m}${units[1]}`] : [`${s}${units[2]}`]
  return parts.filter(Boolean).join(' ')
}
