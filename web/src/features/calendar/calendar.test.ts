import { expect, test } from 'vitest'
import { daysFrom } from '@/core/format/days'
import type { Row } from '@/core/types'
import { movedBy, resizedBy, spanOf, valueOn, within, type Span } from '@/features/dated/span'
import { hiddenOn, lanesOf, onDay } from './lanes'

const row = (id: number, more: Partial<Row> = {}): Row => ({ id, version: 1, title: `r${id}`, ...more })
const span = (id: number, from: string, to = from): Span => ({ row: row(id), from, to })
const week = daysFrom('2026-11-16', 7)
const ZONE = 'Asia/Shanghai'

test('entries lie in lanes that do not overlap, long ones on top', () => {
  const segments = lanesOf([span(1, '2026-11-18'), span(2, '2026-11-17', '2026-11-19'), span(3, '2026-11-20')], week)
  expect(segments.map((s) => [s.span.row.id, s.from, s.to, s.lane])).toEqual([
    [2, 1, 3, 0],
    [1, 2, 2, 1],
    [3, 4, 4, 0],
  ])
})

test('what goes beyond the week is cut and says so', () => {
  const [cut] = lanesOf([span(1, '2026-11-10', '2026-11-30')], week)
  expect(cut).toMatchObject({ from: 0, to: 6, begins: false, ends: false })
  expect(lanesOf([span(1, '2026-11-10', '2026-11-15')], week)).toEqual([])
})

test('a day tells how many found no place', () => {
  const many = [1, 2, 3, 4, 5].map((id) => span(id, '2026-11-18'))
  const segments = lanesOf(many, week)
  expect([hiddenOn(segments, 2, 3), hiddenOn(segments, 1, 3)]).toEqual([2, 0])
  expect(onDay(many, '2026-11-18')).toHaveLength(5)
})

test('a moment counts on its day in the zone; an end before its start counts for nothing', () => {
  const axes = { start: 'a', end: 'b' }
  expect(spanOf(row(1, { a: '2026-11-18T23:30:00+08:00' }), axes, ZONE)).toMatchObject({
    from: '2026-11-18',
    to: '2026-11-18',
  })
  expect(spanOf(row(1, { a: '2026-11-18', b: '2026-11-10' }), axes, ZONE)).toMatchObject({ to: '2026-11-18' })
  expect(spanOf(row(1), axes, ZONE)).toBeUndefined()
})

test('moving shifts both ends and keeps the clock', () => {
  const moved = movedBy(row(1, { a: '2026-11-18T09:30:00+08:00', b: '2026-11-19' }), { start: 'a', end: 'b' }, 3, ZONE)
  expect(moved).toEqual({ a: '2026-11-21T09:30:00+08:00', b: '2026-11-22' })
  expect(movedBy(row(1, { a: '2026-11-18', b: null }), { start: 'a', end: 'b' }, 1, ZONE)).toEqual({ a: '2026-11-19' })
})

test('resizing stops at the other end, and an end that was not set begins at the start', () => {
  const axes = { start: 'a', end: 'b' }
  const long: Span = { row: row(1, { a: '2026-11-18', b: '2026-11-20' }), from: '2026-11-18', to: '2026-11-20' }
  expect(resizedBy(long, axes, 'end', -9, ZONE)).toEqual({ b: '2026-11-18' })
  expect(resizedBy(long, axes, 'start', 9, ZONE)).toEqual({ a: '2026-11-20' })
  const open: Span = { row: row(1, { a: '2026-11-18' }), from: '2026-11-18', to: '2026-11-18' }
  expect(resizedBy(open, axes, 'end', 2, ZONE)).toEqual({ b: '2026-11-20' })
})

test('a new record on a day of a moment begins at nine there', () => {
  expect(valueOn('date', '2026-11-18', ZONE)).toBe('2026-11-18')
  expect(valueOn('datetime', '2026-11-18', ZONE)).toBe('2026-11-18T09:00:00+08:00')
  expect(valueOn('datetime', '2026-11-18', 'America/Los_Angeles')).toBe('2026-11-18T09:00:00-08:00')
})

test('a stretch of days is asked for by what begins in it or lies across it', () => {
  expect(within({ start: 'a' }, '2026-11-01', '2026-11-30')).toEqual({
    field: 'a',
    op: 'between',
    value: ['2026-11-01', '2026-11-30'],
  })
  expect(within({ start: 'a', end: 'b' }, '2026-11-01', '2026-11-30')).toHaveProperty('or')
})
