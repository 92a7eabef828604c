// The records of a loop by how they hang on the record at hand: a relation and a condition, as one filter and back.
import { fieldsOf } from '@/core/forms'
import type { Condition, Filter, Form, Words } from '@/core/types'

/** A field of theirs is the record at hand; they are what a field of it points at; fields of both point at the same. */
export type Relation = {
  key: string
  label: Words
  way: 'theirs' | 'ours' | 'shared'
  also?: Words
  condition: Condition
}

export function relationsBetween(of: Form, here: Form | undefined): Relation[] {
  if (!here) return []
  const relations = (form: Form) => fieldsOf(form).filter((f) => f.kind === 'relation' && !f.closed)
  const points = (form: Form, at: Form) => relations(form).filter((f) => f.options?.target === at.key)
  const theirs = points(of, here).map((f) => ({
    key: `their.${f.key}`,
    label: f.label,
    way: 'theirs' as const,
    condition: { field: f.key, op: 'eq', value: '{id}' },
  }))
  const ours = points(here, of).map((f) => ({
    key: `our.${f.key}`,
    label: f.label,
    way: 'ours' as const,
    condition: { field: 'id', op: 'eq', value: `{${f.key}}` },
  }))
  const shared = relations(of).flatMap((f) =>
    relations(here)
      .filter((g) => g.options?.target === f.options?.target && f.options?.target !== here.key)
      .map((g) => ({
        key: `shared.${f.key}.${g.key}`,
        label: f.label,
        also: g.label,
        way: 'shared' as const,
        condition: { field: f.key, op: 'eq', value: `{${g.key}}` },
      })),
  )
  return [...theirs, ...ours, ...shared]
}

const same = (a: Filter, b: Filter): boolean => JSON.stringify(a) === JSON.stringify(b)

export function loopOf(
  filter: Filter | null,
  relations: Relation[],
): { relation: Relation | null; rest: Filter | null } {
  if (!filter) return { relation: null, rest: null }
  const whole = relations.find((r) => same(r.condition, filter))
  if (whole) return { relation: whole, rest: null }
  if ('and' in filter && filter.and.length === 2) {
    const relation = relations.find((r) => same(r.condition, filter.and[0]!))
    if (relation) return { relation, rest: filter.and[1]! }
  }
  return { relation: null, rest: filter }
}

export function filterOf(relation: Relation | null, rest: Filter | null): Filter | null {
  if (!relation) return rest
  return rest ? { and: [relation.condition, rest] } : relation.condition
}
