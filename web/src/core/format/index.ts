// One hook that binds every formatter to the person's language and the workspace's zone.
import { useMemo } from 'react'
import { useLocale, type Locale } from '../preferences'
import type { Words } from '../types'
import * as date from './date'
import * as num from './number'
import { useZone } from './zone'

export type Format = ReturnType<typeof formatFor>

export function formatFor(locale: Locale, zone: string, clock: () => Date = () => new Date()) {
  const when = (): date.When => ({ locale, zone, now: clock() })
  return {
    locale,
    zone,
    words: (w: Words | string | null | undefined) => wordsIn(w, locale),
    number: (v: number, digits?: number) => num.number(v, locale, digits),
    money: (v: number, currency?: string) => num.money(v, locale, currency),
    short: (v: number) => num.short(v, locale),
    shortParts: (v: number) => num.shortParts(v, locale),
    percent: (v: number, digits?: number) => num.percent(v, locale, digits),
    bytes: (v: number) => num.bytes(v, locale),
    symbol: (currency: string) => num.symbol(currency, locale),
    today: () => date.today(when()),
    day: (iso: string) => date.dayOf(iso, zone),
    daysFromToday: (iso: string) => date.daysFromToday(iso, when()),
    date: (iso: string) => date.dateWords(iso, when()),
    shortDate: (iso: string) => date.shortDate(iso, when()),
    ago: (iso: string) => date.agoWords(iso, when()),
    time: (iso: string) => date.time(iso, when()),
    wholeDay: (iso: string) => date.isWholeDay(iso, when()),
    moment: (iso: string) => date.momentWords(iso, when()),
    exact: (iso: string) => date.exactMoment(iso, when()),
    weekday: (iso: string) => date.weekday(iso, when()),
    longDay: (iso: string) => date.longDay(iso, when()),
    duration: (seconds: number) => date.duration(seconds, locale),
  }
}

/** A definition's label in the wanted language, else in any it has. */
export function wordsIn(words: Words | string | null | undefined, locale: string): string {
  if (!words) return ''
  if (typeof words === 'string') return words
  return words[locale] ?? words['zh-CN'] ?? Object.values(words).find(Boolean) ?? ''
}

export function useFormat(): Format {
  const locale = useLocale()
  const zone = useZone((z) => z.zone)
  return useMemo(() => formatFor(locale, zone), [locale, zone])
}
