// Problems by the place they belong to: the trigger, the condition, a step, or the rule as a whole.
import type { DraftProblem } from '@/features/designer/model/types'

/** `trigger`, `when`, the path of a step, or '' for the rule as a whole; and the option inside it. */
export function placeOf(field: string): { spot: string; option: string } {
  const [area = '', ...rest] = field.split('.')
  if (area === 'trigger') return { spot: 'trigger', option: rest.join('.') }
  if (area === 'when') return { spot: 'when', option: '' }
  if (area !== 'steps') return { spot: '', option: field }
  let at = 0
  while (/^\d+$/.test(rest[at] ?? '') && /^[a-z_]+$/.test(rest[at + 1] ?? '') && /^\d+$/.test(rest[at + 2] ?? '')) {
    if (!BLOCKS.has(rest[at + 1]!)) break
    at += 2
  }
  if (!/^\d+$/.test(rest[at] ?? '')) return { spot: '', option: field }
  return { spot: rest.slice(0, at + 1).join('.'), option: rest.slice(at + 1).join('.') }
}

const BLOCKS = new Set(['then', 'else', 'steps'])

export const problemsAt = (problems: DraftProblem[], spot: string): DraftProblem[] =>
  problems.filter((p) => placeOf(p.field).spot === spot)

/** Problems of one option of what is chosen: `people` has those of `people.0`, too. */
export const problemsOf = (problems: DraftProblem[], spot: string, option: string): DraftProblem[] =>
  problems.filter((p) => {
    const place = placeOf(p.field)
    return place.spot === spot && (place.option === option || place.option.startsWith(`${option}.`))
  })
