// Keyboard shortcuts for a whole page.
import { useEffect } from 'react'

/** "mod+k", "mod+z", "escape": mod is Ctrl, or ⌘ on a Mac. */
export function matches(e: KeyboardEvent, combo: string): boolean {
  const parts = combo.split('+')
  const key = parts[parts.length - 1]
  const mod = parts.includes('mod')
  return e.key.toLowerCase() === key && (e.ctrlKey || e.metaKey) === mod && e.shiftKey === parts.includes('shift')
}

const isTyping = (t: EventTarget | null): boolean =>
  t instanceof HTMLElement && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName))

/** Runs `act` on the combination; while typing only when `typingToo`. */
export function useKey(combo: string, act: () => void, o: { typingToo?: boolean; enabled?: boolean } = {}): void {
  const { typingToo = false, enabled = true } = o
  useEffect(() => {
    if (!enabled) return
    const onKey = (e: KeyboardEvent) => {
      if (!matches(e, combo) || (!typingToo && isTyping(e.target))) return
      e.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [combo, act, typingToo, enabled])
}
