// Where a dragged thing would land: read from the page under the pointer.
import type { Place } from '../model/layout'

/** The card under the pointer and on which side of it the line is drawn; `key` null: the empty end of a group. */
export type Landing = { section: string | null; key: string | null; side: 'before' | 'after' }

export const sameLanding = (a: Landing | null, b: Landing | null): boolean =>
  a?.section === b?.section && a?.key === b?.key && a?.side === b?.side && (a === null) === (b === null)

/** Groups carry `data-group` ('' for the fields of no section), cards `data-card`. */
export function landingAt(x: number, y: number): Landing | null {
  const under = document.elementsFromPoint(x, y)
  const group = under.map((e) => e.closest<HTMLElement>('[data-group]')).find((e) => e !== null)
  if (!group) return null
  const section = group.dataset.group || null
  const card = under.map((e) => e.closest<HTMLElement>('[data-card]')).find((e) => e !== null) ?? nearest(group, x, y)
  if (!card) return { section, key: null, side: 'after' }
  const box = card.getBoundingClientRect()
  const beside = Number(group.dataset.columns ?? 1) > 1
  const after = beside ? x > box.left + box.width / 2 : y > box.top + box.height / 2
  return { section, key: card.dataset.card ?? null, side: after ? 'after' : 'before' }
}

function nearest(group: HTMLElement, x: number, y: number): HTMLElement | null {
  let best: HTMLElement | null = null
  let least = Infinity
  for (const card of group.querySelectorAll<HTMLElement>('[data-card]')) {
    const box = card.getBoundingClientRect()
    const dx = Math.max(box.left - x, 0, x - box.right)
    const dy = Math.max(box.top - y, 0, y - box.bottom)
    if (dx + dy < least) [best, least] = [card, dx + dy]
  }
  return best
}

export function placeOfLanding(landing: Landing, keys: string[]): Place {
  if (landing.key === null) return { section: landing.section, before: null }
  const at = keys.indexOf(landing.key)
  const before = landing.side === 'before' ? landing.key : (keys[at + 1] ?? null)
  return { section: landing.section, before }
}
