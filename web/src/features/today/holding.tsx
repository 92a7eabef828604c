// A row of today that is being worked in stays in its place, also where its work has gone from the list meanwhile.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { TodayGroup, TodayItem } from './today'

type Spot = { group: string; index: number; item: TodayItem }
type Keep = (key: string, on: boolean) => void

const Context = createContext<Keep>(() => undefined)

/** The groups with every held row where it was when it was opened; what is known of it anew is shown. */
export function withHeld(groups: TodayGroup[], spots: Spot[]): TodayGroup[] {
  return spots.reduce((all, spot) => {
    const now = all.flatMap((g) => g.items).find((item) => item.key === spot.item.key) ?? spot.item
    const rest = all.map((g) => ({ ...g, items: g.items.filter((item) => item.key !== now.key) }))
    const known = rest.some((g) => g.key === spot.group)
    const whole = known ? rest : [...rest, { key: spot.group, count: 1, amount: null, items: [] }]
    return whole.map((g) =>
      g.key === spot.group ? { ...g, items: [...g.items.slice(0, spot.index), now, ...g.items.slice(spot.index)] } : g,
    )
  }, groups)
}

/** Draws the groups with what is held; rows tell by `useHolding` when they are opened and closed. */
export function Holding({ groups, children }: { groups: TodayGroup[]; children: (held: TodayGroup[]) => ReactNode }) {
  const [spots, setSpots] = useState<Spot[]>([])
  const latest = useRef(groups)
  latest.current = groups
  const keep = useCallback<Keep>((key, on) => {
    const found = latest.current.flatMap((g) => g.items.map((item, index) => ({ group: g.key, index, item })))
    setSpots((now) => {
      if (now.some((spot) => spot.item.key === key) === on) return now
      if (!on) return now.filter((spot) => spot.item.key !== key)
      return [...now, ...found.filter((spot) => spot.item.key === key)]
    })
  }, [])
  const held = useMemo(() => (spots.length ? withHeld(groups, spots) : groups), [groups, spots])
  return <Context value={keep}>{children(held)}</Context>
}

/** Holds the row while it is open. */
export function useHolding(key: string, open: boolean): void {
  const keep = useContext(Context)
  useEffect(() => {
    if (!open) return
    keep(key, true)
    return () => keep(key, false)
  }, [keep, key, open])
}
