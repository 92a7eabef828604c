// A value as it was last changed, for callbacks of the same moment.
import { useEffect, useRef, type RefObject } from 'react'
import type { Value } from '@/core/types'

/** Set it beside `onChange`; it follows the value that comes from outside. */
export function useLatest(value: Value): RefObject<Value> {
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  }, [value])
  return latest
}
