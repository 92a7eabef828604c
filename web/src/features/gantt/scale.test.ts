import { expect, test } from 'vitest'
import type { Span } from '@/features/dated/span'
import { barOf, daysGone, scaleOf, share, stepped, ticksOf } from './scale'

const span = (from: string, to: string): Span => ({ row: { id: 1, version: 1, title: 'x' }, from, to })

test('each zoom begins on its own boundary', () => {
  expect(scaleOf('2026-11-20', 'week', 1)).toMatchObject({ first: '2026-11-16', last: '2026-12-13', days: 28 })
  expect(scaleOf('2026-11-20', 'month', 1)).toMatchObject({ first: '2026-11-01', last: '2027-01-31', days: 92 })
  expect(scaleOf('2026-11-20', 'quarter', 1)).toMatchObject({ first: '2026-10-01', last: '2027-09-30', days: 365 })
})

test('steps go on by half of what is seen, never past it', () => {
  expect(stepped(scaleOf('2026-11-20', 'week', 1), 1)).toBe('2026-11-30')
  expect(stepped(scaleOf('2026-11-20', 'month', 1), -1)).toBe('2026-10-01')
  expect(stepped(scaleOf('2026-11-20', 'quarter', 1), 1)).toBe('2027-01-01')
})

test('ticks fill the axis', () => {
  for (const zoom of ['week', 'month', 'quarter'] as const) {
    const ticks = ticksOf(scaleOf('2026-11-20', zoom, 1), 1)
    expect(ticks.reduce((sum, tick) => sum + tick.width, 0)).toBeCloseTo(100)
    expect(ticks).toHaveLength({ week: 4, month: 3, quarter: 12 }[zoom])
  }
})

test('bars are cut at the edges and say so', () => {
  const scale = scaleOf('2026-11-20', 'week', 1)
  expect(barOf(span('2026-11-16', '2026-11-22'), scale)).toEqual({ left: 0, width: 25, goesBack: false, goesOn: false })
  expect(barOf(span('2026-11-01', '2027-02-01'), scale)).toEqual({ left: 0, width: 100, goesBack: true, goesOn: true })
  expect(barOf(span('2026-10-01', '2026-11-15'), scale)).toBeUndefined()
  expect(share(scale, '2026-11-30')).toBe(50)
})

test('pixels become whole days', () => {
  const scale = scaleOf('2026-11-20', 'week', 1)
  expect([daysGone(14, 280, scale), daysGone(-26, 280, scale), daysGone(4, 280, scale), daysGone(9, 0, scale)]).toEqual(
    [1, -3, 0, 0],
  )
})
