// Options of a choice field: adding, ordering, archiving, pasting many lines, and which of them say the same.
import type { Choice, Words } from '@/core/types'
import { freeKey, slug } from './keys'

/** Colours that new options take in turn are none: a colour is a choice of its own. */
export function addChoice(choices: Choice[], label: Words): Choice[] {
  return [...choices, { key: choiceKey(choices, label), label }]
}

function choiceKey(choices: Choice[], label: Words): string {
  const base = slug(label['en-US'] ?? '') || slug(label['zh-CN'] ?? '') || 'option'
  return freeKey(
    base,
    choices.map((c) => c.key),
  )
}

/** One option a line, `name, English name` or with a tab between; lines that are there already are left out. */
export function pasteChoices(choices: Choice[], text: string, locale: string): { choices: Choice[]; added: number } {
  let all = choices
  for (const line of text.split(/\r?\n/)) {
    const [first = '', second = ''] = line.split(/\t|,|，/).map((part) => part.trim())
    if (!first || all.some((c) => labelsOf(c).includes(fold(first)))) continue
    const other = locale === 'zh-CN' ? 'en-US' : 'zh-CN'
    all = addChoice(all, { [locale]: first, ...(second ? { [other]: second } : {}) })
  }
  return { choices: all, added: all.length - choices.length }
}

export const changeChoice = (choices: Choice[], key: string, change: Partial<Choice>): Choice[] =>
  choices.map((c) => (c.key === key ? { ...c, ...change } : c))

export function moveChoice(choices: Choice[], key: string, before: string | null): Choice[] {
  const moved = choices.find((c) => c.key === key)
  if (!moved || before === key) return choices
  const rest = choices.filter((c) => c !== moved)
  const at = before === null ? rest.length : rest.findIndex((c) => c.key === before)
  return [...rest.slice(0, at), moved, ...rest.slice(at)]
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
const labelsOf = (c: Choice): string[] =>
  Object.values(c.label)
    .filter((x) => x !== undefined && x !== '')
    .map((x) => fold(x!))

/** Keys of options whose name, in any language, another one bears too. */
export function twins(choices: Choice[]): Set<string> {
  const bearers = new Map<string, Set<string>>()
  for (const c of choices)
    for (const label of labelsOf(c)) bearers.set(label, (bearers.get(label) ?? new Set()).add(c.key))
  return new Set([...bearers.values()].filter((keys) => keys.size > 1).flatMap((keys) => [...keys]))
}
