// Which parts of the designer follow every key that is pressed, and which a moment later, so that typing never waits for them.
import { createContext, useContext, useDeferredValue, type ReactNode } from 'react'
import type { Bench } from './bench'

const BenchContext = createContext<Bench | null>(null)
const NowContext = createContext<Bench | null>(null)

export function BenchProvider({ value, children }: { value: Bench; children: ReactNode }) {
  return (
    <NowContext value={value}>
      <BenchContext value={value}>{children}</BenchContext>
    </NowContext>
  )
}

export function useBench(): Bench {
  const bench = useContext(BenchContext)
  if (!bench) throw new Error('useBench outside the designer')
  return bench
}

/** Drawn a moment later, when nobody presses a key: what stands inside must not be typed into. */
export function Later({ children }: { children: ReactNode }) {
  return <BenchContext value={useDeferredValue(useContext(NowContext))}>{children}</BenchContext>
}

/** Drawn with every key, also inside of what is drawn later. */
export function Now({ children }: { children: ReactNode }) {
  return <BenchContext value={useContext(NowContext)}>{children}</BenchContext>
}
