import { expect, test } from 'vitest'
import { byDay, daysIn, merged, type Entry } from './record'

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
