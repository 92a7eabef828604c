// The browser judges conditions as the server does: the same vectors run in tests/unit/test_condition_vectors.py.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Filter } from '../types'
import { holds } from './holds'
import type { Asker } from './types'

type Row = { operand: string; value: unknown; op: string; wanted: unknown; expected: boolean | null }
const told = JSON.parse(readFileSync('../tests/data/conditions/vectors.json', 'utf8')) as {
  now: string
  zone: string
  week_start: number
  me: number
  rows: Row[]
}
const asker: Asker = { me: told.me, zone: told.zone, weekStart: told.week_start, now: Date.parse(told.now) }

test.each(told.rows)('$operand $op $wanted of $value', ({ operand, value, op, wanted, expected }) => {
  expect(holds({ field: 'x', op, value: wanted }, () => ({ operand, value }), asker)).toBe(expected)
})

test('groups are three-valued, and what the browser cannot know is unknown', () => {
  const say = (filter: Filter) =>
    holds(filter, (key) => (key === 'far' ? undefined : { operand: 'number', value: 1 }), asker)
  const yes = { field: 'n', op: 'eq', value: 1 }
  const no = { field: 'n', op: 'eq', value: 2 }
  const far = { field: 'far', op: 'eq', value: 1 }
  expect([say({ and: [yes, far] }), say({ and: [no, far] }), say({ or: [yes, far] }), say({ or: [no, far] })]).toEqual([
    null,
    false,
    true,
    null,
  ])
  expect([say({ not: far }), say({ not: no }), say({ and: [] }), say({ or: [] })]).toEqual([null, true, true, false])
  const reports = { field: 'p', op: 'eq', value: 'my_reports' }
  expect(holds(reports, () => ({ operand: 'person', value: { id: 8 } }), asker)).toBeNull()
})
