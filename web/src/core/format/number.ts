// Numbers and money as people write them: exact in lists, shortened (万, 亿, K, M) in charts and figures.
import type { Locale } from '../preferences'
import { numberFormat } from './kept'

export type Short = { figure: string; unit: string }

const STEPS: Record<Locale, { at: number; unit: string; digits: number }[]> = {
  'zh-CN': [
    { at: 1e8, unit: '亿', digits: 2 },
    { at: 1e4, unit: '万', digits: 1 },
  ],
  'en-US': [
    { at: 1e9, unit: 'B', digits: 2 },
    { at: 1e6, unit: 'M', digits: 1 },
    { at: 1e3, unit: 'K', digits: 1 },
  ],
}

/** 1286000 → 1,286,000; decimals only when there are any, at most `digits`. */
export function number(value: number, locale: Locale, digits = 6): string {
  return numberFormat(locale, { maximumFractionDigits: digits }).format(value)
}

/** 1286000 → ¥1,286,000; fen only when not zero. */
export function money(value: number, locale: Locale, currency = 'CNY'): string {
  const whole = Number.isInteger(Math.round(value * 100) / 100)
  const digits = whole ? 0 : 2
  const text = numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Math.abs(value),
  )
  return `${value < 0 ? '−' : ''}${symbol(currency, locale)}${text}`
}

/** Value and unit apart, so that figures can set the unit smaller: 1286000 → {figure: '128.6', unit: '万'}. */
export function shortParts(value: number, locale: Locale): Short {
  const size = Math.abs(value)
  // A value that rounds up to the next unit is written in that unit: 99,999,999 is 1.00 亿, never 10,000.0 万.
  const step = STEPS[locale].find((s, i) => {
    const below = STEPS[locale][i + 1] ?? { at: 1, digits: 1 }
    return size >= s.at - below.at * 0.5 * 10 ** -below.digits
  })
  if (!step) return { figure: number(value, locale, 1), unit: '' }
  const figure = numberFormat(locale, {
    minimumFractionDigits: step.digits,
    maximumFractionDigits: step.digits,
  })
  return { figure: figure.format(value / step.at), unit: step.unit }
}

/** 1286000 → 128.6 万 · 1.3M. */
export function short(value: number, locale: Locale): string {
  const { figure, unit } = shortParts(value, locale)
  if (!unit) return figure
  return locale === 'zh-CN' ? `${figure} ${unit}` : `${figure}${unit}`
}

/** Percent values are stored as 60 for 60 %; one decimal only when there is one. */
export function percent(value: number, locale: Locale, digits = 1): string {
  return `${number(value, locale, digits)}%`
}

/** 1234567 bytes → 1.2 MB. */
export function bytes(value: number, locale: Locale): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = value < 1 ? 0 : Math.min(3, Math.floor(Math.log(value) / Math.log(1024)))
  return `${number(value / 1024 ** step, locale, step ? 1 : 0)} ${units[step]}`
}

export function symbol(currency: string, locale: Locale): string {
  const parts = numberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((p) => p.type === 'currency')?.value ?? currency
}
