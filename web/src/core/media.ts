// Which size of screen this is and what the system asks for.
import { useSyncExternalStore } from 'react'
import { usePreferences } from './preferences'

/** Widths at which the layout changes, in CSS pixels. */
export const BREAKPOINTS = { phone: 360, tablet: 768, desktop: 1200, wide: 1600 } as const

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )
}

export const usePhone = (): boolean => useMedia(`(max-width: ${BREAKPOINTS.tablet - 1}px)`)
/** True where fingers point, not a mouse. */
export const useTouch = (): boolean => useMedia('(pointer: coarse)')
export const useAtLeast = (name: keyof typeof BREAKPOINTS): boolean => useMedia(`(min-width: ${BREAKPOINTS[name]}px)`)
export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)')

/** True when the dark palette is to be shown. */
export function useDark(): boolean {
  const choice = usePreferences((p) => p.theme)
  const system = useMedia('(prefers-color-scheme: dark)')
  return choice === 'dark' || (choice === 'system' && system)
}
