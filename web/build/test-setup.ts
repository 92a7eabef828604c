/** What jsdom lacks and antd asks for, and cleaning up after each rendered test. */
import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { browserLocale, usePreferences } from '@/core/preferences'

afterEach(cleanup)
// Files share one world: a language that a test chose is not the next one's.
beforeEach(() => {
  const locale = browserLocale(navigator.languages)
  if (usePreferences.getState().locale !== locale) usePreferences.getState().set({ locale })
})
configure({ asyncUtilTimeout: 15_000 }) // the end of waiting where much else is running

if (!window.matchMedia) {
  window.matchMedia = (query: string): MediaQueryList =>
    ({
      matches: false,
      media: query,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      dispatchEvent: () => false,
    }) as MediaQueryList
}

window.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
