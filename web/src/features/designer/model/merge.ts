// Two people's changes to one definition brought together: what only one of them changed is taken from that one.

type Keyed = { key: string }

const isObject = (v: unknown): v is { [part: string]: unknown } =>
  typeof v === 'object' && v !== null && !Array.isArray(v)
const isKeyed = (v: unknown): v is Keyed[] =>
  Array.isArray(v) && v.every((x) => isObject(x) && typeof x.key === 'string')
const isPlain = (v: unknown): v is (string | number)[] =>
  Array.isArray(v) && v.every((x) => typeof x === 'string' || typeof x === 'number')
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** `mine` and `theirs` both come from `base`. Where both changed one value, mine stands. */
export function merge<T>(base: T, mine: T, theirs: T): T {
  if (same(mine, base) || same(mine, theirs)) return theirs
  if (same(theirs, base)) return mine
  const [b, m, t]: unknown[] = [base ?? [], mine ?? [], theirs ?? []]
  if (isPlain(b) && isPlain(m) && isPlain(t)) return mergeSets(b, m, t) as T
  if (isKeyed(b) && isKeyed(m) && isKeyed(t)) return mergeKeyed(b, m, t) as T
  if (isObject(mine) && isObject(theirs)) return mergeParts(isObject(base) ? base : {}, mine, theirs) as T
  return mine
}

type Parts = { [part: string]: unknown }

function mergeParts(base: Parts, mine: Parts, theirs: Parts): Parts {
  const parts = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  const merged = [...parts].map((part) => [part, merge(base[part], mine[part], theirs[part])] as const)
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
}

/** My order; what came there stands behind what it stood behind; what went on either side is gone. */
function mergeSets<T>(base: T[], mine: T[], theirs: T[]): T[] {
  const kept = mine.filter((x) => theirs.includes(x) || !base.includes(x))
  const came = theirs.filter((x) => !base.includes(x) && !kept.includes(x))
  return came.reduce((list, x) => {
    const before = theirs[theirs.indexOf(x) - 1]
    const at = before === undefined ? 0 : list.indexOf(before) + 1 || list.length
    return [...list.slice(0, at), x, ...list.slice(at)]
  }, kept)
}

function mergeKeyed(base: Keyed[], mine: Keyed[], theirs: Keyed[]): Keyed[] {
  const of = (list: Keyed[]) => new Map(list.map((x) => [x.key, x]))
  const [b, m, t] = [of(base), of(mine), of(theirs)]
  // Whoever changed a thing that the other took away keeps it.
  const changed = (one: Map<string, Keyed>, key: string) => one.has(key) && !same(one.get(key), b.get(key))
  const keys = mergeSets([...b.keys()], [...m.keys()], [...t.keys()])
  const saved = [...b.keys()].filter(
    (key) => !keys.includes(key) && ((changed(m, key) && !t.has(key)) || (changed(t, key) && !m.has(key))),
  )
  return [...keys, ...saved].map((key) => {
    const [one, two] = [m.get(key), t.get(key)]
    return one && two ? merge(b.get(key) ?? one, one, two) : (one ?? two)!
  })
}
