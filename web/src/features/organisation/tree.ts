// The departments as a tree: what is shown of it, what lies below what, where one may be moved.
import type { Id } from '@/core/types'
import type { Department } from './organisation'

export type Shown = { department: Department; depth: number; children: boolean; open: boolean; last: boolean }

export const childrenOf = (all: Department[], parent: Id | null): Department[] =>
  all.filter((d) => d.parent_id === parent)

/** The rows that are shown: those below an open one; while something is searched, what matches with all above it. */
export function rowsOf(all: Department[], shut: ReadonlySet<Id>, q: string): Shown[] {
  const words = q.trim().toLowerCase()
  const wanted = words ? withAbove(all, (d) => d.name.toLowerCase().includes(words)) : null
  const rows: Shown[] = []
  const walk = (parent: Id | null, depth: number) => {
    const beside = childrenOf(all, parent).filter((d) => !wanted || wanted.has(d.id))
    beside.forEach((department, i) => {
      const children = all.some((d) => d.parent_id === department.id && (!wanted || wanted.has(d.id)))
      const open = children && (wanted !== null || !shut.has(department.id))
      rows.push({ department, depth, children, open, last: i === beside.length - 1 })
      if (open) walk(department.id, depth + 1)
    })
  }
  walk(null, 0)
  return rows
}

function withAbove(all: Department[], matches: (d: Department) => boolean): Set<Id> {
  const found = new Set<Id>()
  for (const d of all.filter(matches)) for (const id of [d.id, ...aboveOf(all, d.id)]) found.add(id)
  return found
}

/** The departments above one, the nearest first. */
export function aboveOf(all: Department[], id: Id): Id[] {
  const byId = new Map(all.map((d) => [d.id, d]))
  const found: Id[] = []
  let at = byId.get(id)?.parent_id ?? null
  while (at !== null && !found.includes(at)) {
    found.push(at)
    at = byId.get(at)?.parent_id ?? null
  }
  return found
}

/** `Group / East / Sales 1`. */
export function pathOf(all: Department[], id: Id): string {
  const byId = new Map(all.map((d) => [d.id, d.name]))
  return [...aboveOf(all, id).reverse(), id].map((each) => byId.get(each) ?? '').join(' / ')
}

/** May `id` be put below `parent`? Not into itself, and not where it is. */
export function mayMove(all: Department[], id: Id, parent: Id | null): boolean {
  const now = all.find((d) => d.id === id)
  if (!now || now.parent_id === parent || parent === id) return false
  return parent === null || !aboveOf(all, parent).includes(id)
}

/** The ids beside one another after moving one up or down by one place; null at the end. */
export function movedBy(all: Department[], id: Id, step: -1 | 1): { parent: Id | null; ids: Id[] } | null {
  const now = all.find((d) => d.id === id)
  if (!now) return null
  const ids = childrenOf(all, now.parent_id).map((d) => d.id)
  const at = ids.indexOf(id)
  const to = at + step
  if (to < 0 || to >= ids.length) return null
  ids.splice(at, 1)
  ids.splice(to, 0, id)
  return { parent: now.parent_id, ids }
}
