import { expect, test } from 'vitest'
import { addDays, nextMonday } from './log'

test.each([
  ['2026-11-20', '2026-11-23'],
  ['2026-11-23', '2026-11-30'],
  ['2026-11-22', '2026-11-23'],
])('the Monday after %s is %s', (day, monday) => expect(nextMonday(day)).toBe(monday))

test('days cross months and leap days', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-12-31', 7)).toBe('2027-01-07')
})
