// Which part of the definition a problem is about.
import type { DraftProblem, FormDef } from './types'

export type Tab = 'fields' | 'stages' | 'rules' | 'pushes' | 'settings'

/** Where to look: the tab, and what is to be chosen there (a field's path, a stage, a rule). */
export type Spot = { tab: Tab; at: string | null }

const under = (place: string, root: string): boolean => place === root || place.startsWith(`${root}.`)

export const problemsOf = (problems: DraftProblem[], root: string): DraftProblem[] =>
  problems.filter((p) => under(p.field, root))

/** Problems of a field by its path; those of a detail table count its columns', too. */
export const fieldProblems = (problems: DraftProblem[], path: string): DraftProblem[] =>
  problemsOf(problems, `fields.${path}`)

/** The problem of one part of a field (`label`, `options.min`), for the control that sets it. */
export const partProblem = (problems: DraftProblem[], path: string, part: string): string | undefined =>
  problemsOf(problems, `fields.${path}.${part}`)[0]?.detail

/** Problems that no part of the panel tells: those of the field as a whole. */
export const ownProblems = (problems: DraftProblem[], path: string): DraftProblem[] =>
  problems.filter((p) => p.field === `fields.${path}`)

export function spotOf(problem: DraftProblem, form: FormDef): Spot {
  const [area = '', first = '', second = ''] = problem.field.split('.')
  if (area === 'fields') {
    const field = form.fields.find((f) => f.key === first)
    const column = field?.fields?.some((f) => f.key === second)
    return { tab: 'fields', at: field ? (column ? `${first}.${second}` : first) : null }
  }
  if (area === 'elements') return { tab: 'fields', at: first || null }
  if (area === 'sections') return { tab: 'fields', at: null }
  if (area === 'stages' || area === 'pipelines') return { tab: 'stages', at: first || null }
  if (area === 'rules') return { tab: 'rules', at: first || null }
  if (area === 'pushes') return { tab: 'pushes', at: first || null }
  return { tab: 'settings', at: null }
}
