// The page's own texts in the visitor's language, without the application's catalogues.
import { createContext, useContext } from 'react'
import type { Words } from '@/core/types'
import { publicPage as en } from '@/i18n/en-US/publicPage'
import type { Path } from '@/i18n/shape'
import { publicPage as zh } from '@/i18n/zh-CN/publicPage'
import type { Language } from './model'

const CATALOGUES = { 'zh-CN': zh, 'en-US': en }

export const LanguageContext = createContext<Language>('zh-CN')

export function say(
  language: Language,
  key: Path<typeof zh>,
  values: { [name: string]: string | number } = {},
): string {
  const found = key
    .split('.')
    .reduce<unknown>((tree, part) => (tree as { [k: string]: unknown })[part], CATALOGUES[language])
  return String(found).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Texts of the page, and of what the host wrote. */
export function useWords() {
  const language = useContext(LanguageContext)
  return {
    language,
    t: (key: Path<typeof zh>, values?: { [name: string]: string | number }) => say(language, key, values),
    /** The host's text in this language, else in whichever there is. */
    words: (texts: Words): string => texts[language] || Object.values(texts).find(Boolean) || '',
  }
}

/** The offered language that suits the visitor: the address says so, else the browser, else the first. */
export function languageFor(offered: Language[], search: string, browser: readonly string[]): Language {
  const wished = new URLSearchParams(search).get('lang')
  const known = [...(wished ? [wished] : []), ...browser]
  const found = known.map((l) => offered.find((o) => o.slice(0, 2) === l.slice(0, 2).toLowerCase())).find(Boolean)
  return found ?? offered[0] ?? 'zh-CN'
}
