// What is different between two definitions: the trigger, the condition, whose rights, and the steps one by one.
import { walk } from './tree'
import type { Definition, Step } from './types'

export type Change =
  | { what: 'trigger' | 'when' | 'runs_as' }
  | { what: 'added' | 'removed' | 'changed' | 'moved'; step: Step; before?: Step; path: string }

const text = (value: unknown): string => JSON.stringify(value ?? null)

/** A step without the steps inside it: those are compared by themselves. */
function bare(step: Step, blocks: string[]): string {
  const own = Object.entries(step).filter(([key]) => !blocks.includes(key))
  return text(own.sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function changesBetween(
  before: Definition | null,
  after: Definition,
  blocks: (action: string) => string[],
): Change[] {
  const told: Change[] = []
  if (before && text(before.trigger) !== text(after.trigger)) told.push({ what: 'trigger' })
  if (before && text(before.when) !== text(after.when)) told.push({ what: 'when' })
  if (before && text(before.runs_as) !== text(after.runs_as)) told.push({ what: 'runs_as' })
  return [...told, ...stepChanges(before?.steps ?? [], after.steps, blocks)]
}

function stepChanges(before: Step[], after: Step[], blocks: (action: string) => string[]): Change[] {
  const olds = walk(before, blocks).map((x) => ({ ...x, bare: bare(x.step, blocks(x.step.do)), used: false }))
  const news = walk(after, blocks).map((x) => ({ ...x, bare: bare(x.step, blocks(x.step.do)) }))
  const told: Change[] = []
  const rest = news.filter((now) => {
    const same =
      olds.find((old) => !old.used && old.bare === now.bare && old.path === now.path) ??
      olds.find(
        (old) => !old.used && old.bare === now.bare && !news.some((n) => n.path === old.path && n.bare === old.bare),
      )
    if (!same) return true
    same.used = true
    if (same.path !== now.path && !isShift(same.path, now.path, olds.length, news.length))
      told.push({ what: 'moved', step: now.step, path: now.path })
    return false
  })
  for (const now of rest) {
    const old = olds.find((x) => !x.used && x.step.do === now.step.do)
    if (old) old.used = true
    told.push(
      old
        ? { what: 'changed', step: now.step, before: old.step, path: now.path }
        : { what: 'added', step: now.step, path: now.path },
    )
  }
  return [
    ...told,
    ...olds.filter((x) => !x.used).map((x) => ({ what: 'removed' as const, step: x.step, path: x.path })),
  ]
}

/** Another place only because steps came or went: nobody moved it. */
const isShift = (from: string, to: string, had: number, has: number): boolean =>
  had !== has && from.split('.').length === to.split('.').length
