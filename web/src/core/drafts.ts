// Half-filled forms survive a closed tab: drafts in local storage, dropped after two weeks.
import { useCallback, useState } from 'react'

const PREFIX = 'bulou.draft.'
const FORTNIGHT = 14 * 86_400_000

type Kept<T> = { at: number; value: T }

export function readDraft<T>(key: string, now = Date.now()): T | undefined {
  const text = localStorage.getItem(PREFIX + key)
  if (!text) return undefined
  try {
    const kept = JSON.parse(text) as Kept<T>
    if (now - kept.at <= FORTNIGHT) return kept.value
  } catch {
    // Written by an older version: nothing to save.
  }
  localStorage.removeItem(PREFIX + key)
  return undefined
}

export function keepDraft<T>(key: string, value: T, now = Date.now()): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ at: now, value } satisfies Kept<T>))
  } catch {
    // Storage full or forbidden: the page still works, only the draft is not kept.
  }
}

export const dropDraft = (key: string): void => localStorage.removeItem(PREFIX + key)

/** State that is kept as a draft under `key`; `drop` forgets it and returns to the start value. */
export function useDraft<T>(key: string, start: T): [T, (value: T | ((now: T) => T)) => void, () => void, boolean] {
  const [state, setState] = useState(() => {
    const kept = readDraft<T>(key)
    return { value: kept ?? start, kept: kept !== undefined }
  })
  const set = useCallback(
    (next: T | ((now: T) => T)) =>
      setState(({ value: now, kept }) => {
        const value = typeof next === 'function' ? (next as (now: T) => T)(now) : next
        if (value === now) return { value: now, kept }
        keepDraft(key, value)
        return { value, kept: true }
      }),
    [key],
  )
  const drop = useCallback(() => {
    dropDraft(key)
    setState({ value: start, kept: false })
  }, [key, start])
  return [state.value, set, drop, state.kept]
}
