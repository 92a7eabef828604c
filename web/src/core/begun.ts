// Changes begin with what one saw: what others do meanwhile is told and not written over.
import { useState } from 'react'
import { isProblem } from './problem'

/** The version that a change is built on: the one that was there when it began. Once another change was told (`told`),
 * the next attempt is built on what is there by then. */
export function useBegun(now: number): { version: number; told: (e: unknown) => void } {
  const [begun, setBegun] = useState<number | null>(now)
  return {
    version: begun ?? now,
    told: (e) => {
      if (isProblem(e) && e.status === 409) setBegun(null)
    },
  }
}
