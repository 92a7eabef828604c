// The catalogues, the language in use, and the hook that reads them.
import i18next from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { number } from '@/core/format/number'
import { usePreferences } from '@/core/preferences'
import { catalogue as en } from './en-US'
import type { Path } from './shape'
import { catalogue as zh } from './zh-CN'

export const catalogues = { 'zh-CN': zh, 'en-US': en }

export type Area = keyof typeof zh
export type Key<A extends Area> = Path<(typeof zh)[A]>
export type Text<A extends Area> = (key: Key<A>, values?: Values) => string

/** Starts the language chosen before and follows later choices. Call once before the first render. */
export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    resources: catalogues,
    lng: usePreferences.getState().locale,
    fallbackLng: 'zh-CN',
    ns: Object.keys(zh),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  document.documentElement.lang = usePreferences.getState().locale
  usePreferences.subscribe((p) => {
    if (p.locale === i18next.language) return
    document.documentElement.lang = p.locale
    void i18next.changeLanguage(p.locale)
  })
}

type Values = Record<string, string | number>

/** Where texts take days in words. */
const DAYS = new Set(['at', 'date', 'day', 'since', 'until', 'when'])
const NEAR = /^(Today|Yesterday|Tomorrow)\b/

/** English writes today small inside a sentence … */
const small = (key: string, text: string): string =>
  DAYS.has(key) && NEAR.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** … and large where the sentence begins with it. */
export function begun(text: string, values: Values | undefined): string {
  const days = Object.entries(values ?? {}).map(([key, value]) => [String(value), small(key, String(value))] as const)
  const first = days.some(([large, little]) => large !== little && text.startsWith(little))
  return first ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** The number of `count` chooses the form; every number is written as people read it, a year is given as text. */
export function forms(values: Values | undefined, locale: string): object | undefined {
  if (!values) return undefined
  const write = (value: string | number) =>
    typeof value === 'number' ? number(value, locale === 'en-US' ? 'en-US' : 'zh-CN') : value
  const replace = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, small(key, write(value))]))
  return { ...values, replace }
}

/** Texts of one area: `const t = useText('list'); t('found', { count: 3 })`. */
export function useText<A extends Area>(area: A): Text<A> {
  const { t, i18n } = useTranslation(area)
  const { language } = i18n
  return useCallback(
    (key, values) => begun(t(key as never, forms(values, language) as never) as unknown as string, values),
    [t, language],
  )
}
