// A pool as it is edited: read from what the server keeps, written back, compared.
import { stable } from '@/features/roles/scopes'
import { LIMITS, type Assign, type Claim, type Definition, type Group, type Recycle, type Stored } from './types'

const group = (given: Partial<Group> | undefined): Group => ({ people: [], departments: [], roles: [], ...given })

const claim = (given: Partial<Claim> | undefined): Claim => ({
  by: 'both',
  cap_skips: null,
  levels: null,
  ...Object.fromEntries(LIMITS.map((name) => [name, null])),
  ...given,
})

const whole = (given: Partial<Assign>, at: number): Assign => ({
  when: null,
  to: 'round_robin',
  people: [],
  weights: {},
  duty: [],
  ...given,
  at,
})

/** Whole, with what the server leaves out. */
export function read(given: Stored['definition'] | Partial<Definition>): Definition {
  return {
    form: '',
    label: {},
    position: 0,
    enabled: true,
    when: null,
    fields: {},
    keep: null,
    ...given,
    members: group(given.members),
    admins: group(given.admins),
    claim: claim(given.claim),
    assign: (given.assign ?? []).map(whole),
    recycle: (given.recycle ?? []).map((each) => ({ ...each, when: each.when ?? null, warn: each.warn ?? [] })),
    protection: given.protection
      ? {
          ...given.protection,
          extend_days: given.protection.extend_days ?? 0,
          max_days: given.protection.max_days ?? null,
          warn: given.protection.warn ?? [],
        }
      : null,
  }
}

/** As it is sent; what only the editor knows and languages left empty are left out. */
export function write(now: Definition): object {
  const { key: _key, ...rest } = now as Definition & { key?: string }
  return {
    ...rest,
    label: Object.fromEntries(Object.entries(now.label).filter(([, text]) => Boolean(text))),
    assign: now.assign.map(({ at: _at, ...each }) => each),
  }
}

export const differs = (a: Definition, b: Definition): boolean => stable(write(a)) !== stable(write(b))

/** A rule that names nobody gives nothing out: it waits for people. */
export const isNamed = (rule: Assign): boolean => (rule.to === 'duty' ? rule.duty.length : rule.people.length) > 0

/** What it is still missing, before anybody is asked: a name, and people for every duty. */
export function unfinished(now: Definition): 'label' | 'assign' | null {
  if (!Object.values(now.label).some(Boolean)) return 'label'
  const open = now.assign.some((each) => each.duty.some((turn) => turn.people.length === 0))
  return open ? 'assign' : null
}

export const nextAt = (rules: Assign[]): number => Math.max(-1, ...rules.map((each) => each.at)) + 1

/** In front of another one; null: to the end. */
export function moved<T>(items: T[], keyOf: (item: T) => string, key: string, before: string | null): T[] {
  const item = items.find((each) => keyOf(each) === key)
  if (!item) return items
  const rest = items.filter((each) => each !== item)
  const at = before === null ? rest.length : rest.findIndex((each) => keyOf(each) === before)
  return [...rest.slice(0, at < 0 ? rest.length : at), item, ...rest.slice(at < 0 ? rest.length : at)]
}

export function freshRule(known: Recycle[]): Recycle {
  let n = known.length + 1
  while (known.some((each) => each.key === `rule_${n}`)) n += 1
  return { key: `rule_${n}`, clock: 'activity', after: { days: 30 }, when: null, warn: [24] }
}

/** A place among others of the form: behind `before` (null: the first), in front of the next. */
export function placeAfter(others: { key: string; position: number }[], before: string | null): number {
  const row = [...others].sort((a, b) => a.position - b.position || a.key.localeCompare(b.key))
  const at = row.findIndex((each) => each.key === before)
  const low = at < 0 ? -1 : row[at]!.position
  const high = row[at + 1]?.position
  if (high === undefined) return Math.min(100_000, low + 10)
  return Math.max(0, Math.floor((low + high) / 2))
}

export const isEmptyGroup = (it: Group): boolean =>
  it.people.length === 0 && it.departments.length === 0 && it.roles.length === 0
