// A function that stays the same while what it does follows the last drawing: for parts that are drawn only when they change.
import { useCallback, useLayoutEffect, useRef } from 'react'

export function useStable<A extends unknown[], R>(act: (...args: A) => R): (...args: A) => R {
  const last = useRef(act)
  useLayoutEffect(() => {
    last.current = act
  })
  return useCallback((...args: A) => last.current(...args), [])
}
