// Two lists of named things compared: what came, what went, what is different, and whether only the order is.

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
