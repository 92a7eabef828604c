// What the person chose for this browser: theme, density, language, navigation; kept in local storage.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type ThemeChoice = 'light' | 'dark' | 'system'
export type Density = 'comfortable' | 'compact'
export type Locale = 'zh-CN' | 'en-US'

type Preferences = {
  theme: ThemeChoice
  density: Density
  locale: Locale
  navCollapsed: boolean
  /** Sections of the navigation that are folded up. */
  navFolded: string[]
  /** The person chose the language here; until then the account's or the browser's decides. */
  localeChosen: boolean
  set: (change: Partial<Omit<Preferences, 'set'>>) => void
}

/** The browser's language decides until the person chooses. */
export function browserLocale(languages: readonly string[]): Locale {
  const first = languages.find((l) => /^(zh|en)/i.test(l))
  return first && /^en/i.test(first) ? 'en-US' : 'zh-CN'
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      density: 'comfortable',
      locale: browserLocale(typeof navigator === 'undefined' ? [] : navigator.languages),
      navCollapsed: false,
      navFolded: [],
      localeChosen: false,
      set: (change) => set(change),
    }),
    { name: 'bulou.preferences' },
  ),
)

export const useLocale = (): Locale => usePreferences((p) => p.locale)
