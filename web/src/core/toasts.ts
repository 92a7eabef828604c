// Short notes with undo; equal work within the time merges into one note with a summed count.
import { create } from 'zustand'

export type Toast = {
  id: number
  text: string
  undo?: (() => void) | undefined
  /** Same merge key: counts add up and `say` words the new sum; all their undos run together. */
  merge?: { key: string; count: number; say: (count: number) => string } | undefined
}

type Toasts = {
  items: Toast[]
  add: (toast: Omit<Toast, 'id'>) => void
  close: (id: number) => void
}

const next = (items: Toast[]): number => items.reduce((m, t) => Math.max(m, t.id), 0) + 1

/** Where a new note goes: merged into an open one of the same key, or at the end (three at most). */
export function place(items: Toast[], added: Omit<Toast, 'id'>): Toast[] {
  const open = added.merge && items.find((t) => t.merge?.key === added.merge?.key)
  if (!open?.merge || !added.merge) return [...items, { ...added, id: next(items) }].slice(-3)
  const count = open.merge.count + added.merge.count
  const undos = [open.undo, added.undo]
  const merged: Toast = {
    id: next(items),
    text: added.merge.say(count),
    merge: { ...added.merge, count },
    undo: undos.some(Boolean) ? () => undos.forEach((u) => u?.()) : undefined,
  }
  return [...items.filter((t) => t !== open), merged]
}

export const useToasts = create<Toasts>()((set) => ({
  items: [],
  add: (toast) => set((s) => ({ items: place(s.items, toast) })),
  close: (id) => set((s) => ({ items: s.items.filter((t) => t.id !== id) })),
}))

export const toast = (t: Omit<Toast, 'id'>): void => useToasts.getState().add(t)
