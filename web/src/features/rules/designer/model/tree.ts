// Steps as a tree: `2.then.0` is the first step of the block `then` of the third step; '' is the outermost list.
import type { Definition, Step } from './types'

export const MOST_STEPS = 50
export const DEEPEST = 5

/** The list a path stands in and its place in it: `2.then.0` → [`2.then`, 0]. */
export function split(path: string): [block: string, index: number] {
  const at = path.lastIndexOf('.')
  return at < 0 ? ['', Number(path)] : [path.slice(0, at), Number(path.slice(at + 1))]
}

export const join = (block: string, index: number): string => (block ? `${block}.${index}` : String(index))

/** How deep a list lies: 1 for the outermost. */
export const depthOf = (block: string): number => (block ? block.split('.').length / 2 + 1 : 1)

const stepsIn = (step: Step, block: string): Step[] => (Array.isArray(step[block]) ? (step[block] as Step[]) : [])

/** The list named, [] where there is none. */
export function listAt(steps: Step[], block: string): Step[] {
  const parts = block ? block.split('.') : []
  let here = steps
  for (let i = 0; i < parts.length; i += 2) {
    const step = here[Number(parts[i])]
    if (!step) return []
    here = stepsIn(step, parts[i + 1]!)
  }
  return here
}

export function stepAt(steps: Step[], path: string): Step | undefined {
  const [block, index] = split(path)
  return listAt(steps, block)[index]
}

/** The steps with one of their lists changed. */
export function changeList(steps: Step[], block: string, edit: (list: Step[]) => Step[]): Step[] {
  if (!block) return edit(steps)
  const [first, name, ...rest] = block.split('.')
  const at = Number(first)
  return steps.map((step, i) =>
    i === at ? { ...step, [name!]: changeList(stepsIn(step, name!), rest.join('.'), edit) } : step,
  )
}

export const insert = (steps: Step[], block: string, index: number, step: Step): Step[] =>
  changeList(steps, block, (list) => [...list.slice(0, index), step, ...list.slice(index)])

export function remove(steps: Step[], path: string): Step[] {
  const [block, index] = split(path)
  return changeList(steps, block, (list) => list.filter((_, i) => i !== index))
}

export function change(steps: Step[], path: string, edit: (step: Step) => Step): Step[] {
  const [block, index] = split(path)
  return changeList(steps, block, (list) => list.map((step, i) => (i === index ? edit(step) : step)))
}

/** Whether a list lies inside a step, or is the step's own. */
export const isInside = (block: string, path: string): boolean => block === path || block.startsWith(`${path}.`)

/** A step put in front of the one that stands at `index` of `block` now; where it went. Into itself it cannot go. */
export function move(steps: Step[], path: string, block: string, index: number): { steps: Step[]; path: string } {
  const step = stepAt(steps, path)
  const [home, from] = split(path)
  if (!step || isInside(block, path)) return { steps, path }
  if (block === home && (index === from || index === from + 1)) return { steps, path }
  const to = block === home && index > from ? index - 1 : index
  const without = remove(steps, path)
  const there = shifted(block, home, from)
  return { steps: insert(without, there, to, step), path: join(there, to) }
}

/** The name of a list once the step at `from` of `home` is gone. */
function shifted(block: string, home: string, from: number): string {
  const prefix = home ? `${home}.` : ''
  if (!block.startsWith(prefix) || block === home) return block
  const [at, ...rest] = block.slice(prefix.length).split('.')
  return Number(at) > from ? `${prefix}${[Number(at) - 1, ...rest].join('.')}` : block
}

export type Placed = { path: string; step: Step }

/** Every step, those inside blocks after the one that holds them. */
export function walk(steps: Step[], blocks: (action: string) => string[], at = ''): Placed[] {
  return steps.flatMap((step, i) => {
    const path = join(at, i)
    const inner = blocks(step.do).flatMap((block) => walk(stepsIn(step, block), blocks, `${path}.${block}`))
    return [{ path, step }, ...inner]
  })
}

/** The form whose record a step in this list gets: the innermost loop's, else the rule's own. */
export function formAt(definition: Definition, form: string | null, block: string): string | null {
  const parts = block ? block.split('.') : []
  let [here, home] = [definition.steps, form]
  for (let i = 0; i < parts.length; i += 2) {
    const step = here[Number(parts[i])]
    if (!step) break
    if (step.do === 'for_each') home = typeof step.form === 'string' && step.form ? step.form : null
    here = stepsIn(step, parts[i + 1]!)
  }
  return home
}

/** A list inside of a loop: there the record that started the run is another one. */
export function isLooped(steps: Step[], block: string): boolean {
  const parts = block ? block.split('.') : []
  for (let i = 0; i + 1 < parts.length; i += 2)
    if (stepAt(steps, parts.slice(0, i + 1).join('.'))?.do === 'for_each') return true
  return false
}
