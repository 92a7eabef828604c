// A step that was taken out knows its seat: it comes back between the steps it stood between, whatever was edited,
// moved or added meanwhile. Steps carry a mark for it that is no part of what is kept.
import { insert, join, listAt, remove, split, stepAt, type Placed } from './tree'
import type { Step } from './types'

const MARK = Symbol('mark')
type Marked = Step & { [MARK]?: object }

const markOf = (step: Step | undefined): object | undefined => (step as Marked | undefined)?.[MARK]

/** The block names that a step has lists in. */
const blocksIn = (step: Step): string[] => Object.keys(step).filter((key) => isSteps(step[key]))
const isSteps = (value: unknown): value is Step[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && 'do' in each)

/** Every step with a mark of its own; spreading a step, as edits do, carries it along (a copy gets another one). */
function marked(steps: Step[], taken: Set<object> = new Set()): Step[] {
  return steps.map((step) => {
    const had = markOf(step)
    const mark = had && !taken.has(had) ? had : {}
    taken.add(mark)
    const inner = Object.fromEntries(blocksIn(step).map((block) => [block, marked(step[block] as Step[], taken)]))
    return { ...step, ...inner, [MARK]: mark } as Step
  })
}

type TakenOut = { steps: Step[]; back: (now: Step[]) => Step[] }

/** The steps without one of them, and how it comes back into what they have become. */
export function takeOut(steps: Step[], path: string): TakenOut {
  const before = marked(steps)
  const [block, index] = split(path)
  const step = stepAt(before, path)
  const original = stepAt(steps, path)
  if (!step) return { steps, back: (now) => now }
  const siblings = listAt(before, block).map(markOf)
  const host = block ? hostOf(block) : null
  const hostMark = host && markOf(stepAt(before, host.path))
  const back = (now: Step[]): Step[] => {
    const all = placedIn(now)
    // By then it may be there already: the edit itself was undone.
    if (all.some((x) => x.step === original || markOf(x.step) === markOf(step))) return now
    const home = host && all.find((x) => markOf(x.step) === hostMark)
    if (host && !home) return insert(now, '', now.length, step)
    const there = home && host ? `${home.path}.${host.name}` : ''
    return insert(now, there, seatIn(listAt(now, there).map(markOf), siblings, index), step)
  }
  return { steps: remove(before, path), back }
}

/** `2.then` → the step `2` and its block `then`. */
function hostOf(block: string): { path: string; name: string } {
  const at = block.lastIndexOf('.')
  return { path: block.slice(0, at), name: block.slice(at + 1) }
}

const placedIn = (steps: Step[]): Placed[] => {
  const at = (list: Step[], prefix: string): Placed[] =>
    list.flatMap((step, i) => {
      const path = join(prefix, i)
      return [{ path, step }, ...blocksIn(step).flatMap((block) => at(step[block] as Step[], `${path}.${block}`))]
    })
  return at(steps, '')
}

/** Right behind the nearest that stood before it, else right before the nearest that stood behind it. */
function seatIn(now: (object | undefined)[], then: (object | undefined)[], index: number): number {
  for (let i = index - 1; i >= 0; i--) {
    const at = now.indexOf(then[i])
    if (at >= 0) return at + 1
  }
  for (let i = index + 1; i < then.length; i++) {
    const at = now.indexOf(then[i])
    if (at >= 0) return at
  }
  return Math.min(index, now.length)
}
