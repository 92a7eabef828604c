import { expect, test } from 'vitest'
import { addDays, addMonths, daysBetween, monthWeeks, shifted, weekOf } from './days'

test('days, weeks and months over the ends of years and February', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  expect(addMonths('2026-12-31', 1)).toBe('2027-01-01')
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-01')
  expect(daysBetween('2026-11-20', '2026-12-01')).toBe(11)
  expect(weekOf('2026-11-22', 1)).toBe('2026-11-16')
  expect(weekOf('2026-11-22', 7)).toBe('2026-11-22')
})

test('a month is its whole weeks', () => {
  const weeks = monthWeeks('2026-11-20', 1)
  expect(weeks.map((w) => w[0])).toEqual([
    '2026-10-26',
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
    '2026-11-23',
    '2026-11-30',
  ])
  expect(monthWeeks('2027-02-01', 1)).toHaveLength(4)
})

test('a moment keeps its time on the clock, also where the clocks change', () => {
  expect(shifted('2026-11-20', 3, 'Asia/Shanghai')).toBe('2026-11-23')
  expect(shifted('2026-11-20T23:30:00+08:00', 1, 'Asia/Shanghai')).toBe('2026-11-21T23:30:00+08:00')
  expect(shifted('2026-10-24T09:00:00+02:00', 1, 'Europe/Berlin')).toBe('2026-10-25T09:00:00+01:00')
})
