import { expect, test } from 'vitest'
import type { Form } from '@/core/types'
import { byDay, daysIn, handed, merged, passed, type Entry } from './record'

const changed = (id: number, at: string, field: string, by = 1): Entry => ({
  kind: 'changed',
  id,
  at,
  by: { id: by, title: 'x' },
  data: { changes: [{ field, label: field, before: null, after: 1 }] },
})

test('changes of one person in one minute become one entry, in the order they were made', () => {
  const out = merged([
    changed(3, '2026-11-20T08:51:40+08:00', 'b'),
    changed(2, '2026-11-20T08:51:02+08:00', 'a'),
    changed(1, '2026-11-20T08:40:00+08:00', 'z'),
  ])
  expect(out.map((e) => (e.data.changes as { field: string }[]).map((c) => c.field))).toEqual([['a', 'b'], ['z']])
})

test('two people are never merged', () => {
  expect(
    merged([changed(2, '2026-11-20T08:51:40+08:00', 'b', 2), changed(1, '2026-11-20T08:51:02+08:00', 'a', 1)]),
  ).toHaveLength(2)
})

test('entries are grouped by day in order', () => {
  const days = byDay(
    [changed(2, '2026-11-20T08:00:00+08:00', 'b'), changed(1, '2026-11-19T08:00:00+08:00', 'a')],
    (iso) => iso.slice(0, 10),
  )
  expect(days.map((d) => d.day)).toEqual(['2026-11-20', '2026-11-19'])
})

test('days in a stage add up over visits and run on while it is open', () => {
  const now = Date.parse('2026-11-21T00:00:00Z')
  const visits = [
    { stage: 'need', entered_at: '2026-11-01T00:00:00Z', left_at: '2026-11-03T00:00:00Z', seconds: 172_800, by: null },
    { stage: 'need', entered_at: '2026-11-20T00:00:00Z', left_at: null, seconds: null, by: null },
  ]
  expect(daysIn(visits, 'need', now)).toBe(3)
  expect(daysIn(visits, 'won', now)).toBeNull()
})

test('a stage nobody knows the beginning of has no days', () => {
  const visits = [{ stage: 'need', entered_at: null, left_at: null, seconds: null, by: null }]
  expect(daysIn(visits, 'need')).toBeNull()
})

const person = (id: number) => ({ id, title: `p${id}` })
const over = (id: number, at: string, undone = false): Entry => ({
  ...changed(id, at, 'owner'),
  data: {
    via: 'handover',
    undone,
    changes: [
      { field: 'owner', label: 'Owner', before: person(2), after: person(3), history: id },
      { field: 'department', label: 'Department', before: person(7), after: null, history: id },
      { field: 'assignee', label: 'Assignee', before: person(2), after: person(3), history: id },
      { field: 'buyer', label: 'Buyer', before: person(2), after: null, history: id },
    ],
  },
})
const form = {
  key: 'deal',
  fields: [
    { key: 'assignee', kind: 'person', label: {} },
    { key: 'buyer', kind: 'person', label: {} },
  ],
  system: [],
} as unknown as Form

test('a handover is told once, from whom to whom, with what else it changed', () => {
  const told = handed(form, over(1, '2026-11-20T08:51:40+08:00'))
  expect(told).toMatchObject({ from: person(2), to: person(3) })
  expect(told?.rest.map((c) => c.field)).toEqual(['buyer'])
  expect(handed(form, changed(1, '2026-11-20T08:51:40+08:00', 'owner'))).toBeNull()
})

test('a handover and its way back in one minute stay two entries', () => {
  const both = [over(2, '2026-11-20T08:51:40+08:00', true), over(1, '2026-11-20T08:51:10+08:00')]
  expect(merged(both)).toHaveLength(2)
})

const owner = (before: unknown, after: unknown, by: number | null, via = 'web'): Entry =>
  ({
    ...changed(1, '2026-11-20T08:51:40+08:00', 'owner', by ?? 0),
    by: by === null ? null : person(by),
    data: { via, changes: [{ field: 'owner', label: 'Owner', before, after, history: 1 }] },
  }) as Entry

test.each([
  [owner(null, person(1), 1), 'claimed'],
  [owner(null, person(2), 1), 'assigned'],
  [owner(person(1), null, 1), 'released'],
  [owner(person(2), null, 1), 'takenAway'],
  [owner(person(2), null, null, 'pool'), 'recycled'],
  [owner(person(2), person(3), 1), undefined],
])('a change of owner is told as the move that it is (%#)', (entry, move) => {
  expect(passed(entry)?.move).toBe(move)
})
