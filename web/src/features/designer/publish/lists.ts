// Values before and after taken apart as far as people tell them apart: lists of named things, words, options.
import type { Part } from '../model/types'

export type Named = { key: string; [part: string]: unknown }

export type ListChange = { added: Named[]; removed: Named[]; changed: Named[]; order: boolean }

export const isNamedList = (value: unknown): value is Named[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((x) => typeof x === 'object' && x !== null && typeof (x as Named).key === 'string')

export function compareLists(before: Named[], after: Named[]): ListChange {
  const old = new Map(before.map((x) => [x.key, x]))
  const now = new Map(after.map((x) => [x.key, x]))
  const stayed = (list: Named[], other: Map<string, Named>) => list.map((x) => x.key).filter((k) => other.has(k))
  return {
    added: after.filter((x) => !old.has(x.key)),
    removed: before.filter((x) => !now.has(x.key)),
    changed: after.filter((x) => old.has(x.key) && JSON.stringify(old.get(x.key)) !== JSON.stringify(x)),
    order: stayed(before, now).join() !== stayed(after, old).join(),
  }
}

const isObject = (v: unknown): v is { [name: string]: unknown } =>
  typeof v === 'object' && v !== null && !Array.isArray(v)

/** Options, traits and words are told one by one: `options` becomes `options.min`, `label` becomes `label.en-US`. */
export function spreadParts(parts: readonly Part[]): Part[] {
  return parts.flatMap((p) => {
    const [before, after] = [p.before ?? {}, p.after ?? {}]
    const empty = p.before === null && p.after === null
    if (empty || !isObject(before) || !isObject(after) || !isSpread(p.part, before, after)) return [p]
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    const inner = names
      .map((name) => ({ part: `${p.part}.${name}`, before: before[name] ?? null, after: after[name] ?? null }))
      .filter((x) => JSON.stringify(x.before) !== JSON.stringify(x.after))
    return spreadParts(inner)
  })
}

const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/

const isSpread = (part: string, before: object, after: object): boolean => {
  const names = [...Object.keys(before), ...Object.keys(after)]
  return /^(options|traits)\b/.test(part) || (names.length > 0 && names.every((name) => LOCALE.test(name)))
}
