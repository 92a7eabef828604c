// Which rows are selected: some by id, or everything the filter finds.
import { useCallback, useEffect, useState } from 'react'
import type { Id, Row } from '@/core/types'

export type Selection = {
  ids: ReadonlySet<Id>
  /** Everything the filter finds, loaded or not. */
  all: boolean
  count: number
  toggle: (row: Row, on: boolean, shift: boolean) => void
  toggleLoaded: (on: boolean) => void
  chooseAll: () => void
  clear: () => void
  has: (id: Id) => boolean
}

/** Ids from the last touched row to this one, in the order shown. */
export function range(rows: Row[], from: Id | null, to: Id): Id[] {
  const a = rows.findIndex((r) => r.id === from)
  const b = rows.findIndex((r) => r.id === to)
  if (a < 0 || b < 0) return [to]
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map((r) => r.id)
}

/** `scope` names filter, search and form: another scope starts with nothing selected. */
export function useSelection(rows: Row[], total: number, scope: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<Id>>(new Set())
  const [all, setAll] = useState(false)
  const [last, setLast] = useState<Id | null>(null)
  const clear = useCallback(() => {
    setIds(new Set())
    setAll(false)
  }, [])
  useEffect(clear, [scope, clear])
  const toggle = (row: Row, on: boolean, shift: boolean) => {
    const touched = shift ? range(rows, last, row.id) : [row.id]
    const base = all ? new Set(rows.map((r) => r.id)) : new Set(ids)
    for (const id of touched) {
      if (on) base.add(id)
      else base.delete(id)
    }
    setAll(false)
    setIds(base)
    setLast(row.id)
  }
  return {
    ids,
    all,
    count: all ? total : ids.size,
    toggle,
    toggleLoaded: (on) => (on ? setIds(new Set(rows.map((r) => r.id))) : clear()),
    chooseAll: () => setAll(true),
    clear,
    has: (id) => all || ids.has(id),
  }
}
