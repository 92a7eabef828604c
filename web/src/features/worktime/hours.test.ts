import { describe, expect, it } from 'vitest'
import { daysFrom, hoursText, readHours, usualOf, weekdayOf, weeksOf } from './hours'
import type { CalendarYear } from './worktime'

describe('hours as people write them', () => {
  it.each([
    ['9:00-12:00', '09:00–12:00'],
    ['09:00–12:00, 13:30–18:00', '09:00–12:00, 13:30–18:00'],
    ['9：00至12：00、13:00到24:00', '09:00–12:00, 13:00–24:00'],
  ])('%s', (text, said) => {
    expect(hoursText(readHours(text)!)).toBe(said)
  })
  it.each(['', 'nine to five', '9-12', '09:00–12:00 and more'])('%s is none', (text) => {
    expect(readHours(text)).toBeNull()
  })
})

describe('days of a year', () => {
  it('a month begins on its weekday', () => {
    expect([weekdayOf('2026-11-29'), weekdayOf('2026-11-30')]).toEqual([7, 1])
    expect(weeksOf(2026, 11, 1)[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
    expect(weeksOf(2026, 11, 7)[0]![0]).toBe('2026-11-01')
    expect(weeksOf(2027, 2, 1)).toHaveLength(4)
  })
  it('a run of days counts both ends', () => {
    expect(daysFrom('2026-12-31', '2027-01-02')).toEqual(['2026-12-31', '2027-01-01', '2027-01-02'])
    expect(daysFrom('2026-12-31', '2026-12-30')).toEqual([])
    expect(daysFrom('2026-01-01', '2099-01-01')).toHaveLength(366)
  })
  it('without words about it a day is as the holidays, else as the week has it', () => {
    const base = { kind: 'worked' as const, name: 'National Day' }
    const special = { hours: [], own_hours: false, name: null, source: 'own' as const }
    const calendar = {
      week: [[], [['09:00', '18:00']], [], [], [], [], []],
      days: [
        { ...special, day: '2026-10-10', kind: 'free', base },
        { ...special, day: '2026-10-13', kind: 'free', base: null },
      ],
    } as unknown as CalendarYear
    expect(usualOf(calendar, '2026-10-10')).toEqual(base)
    expect(usualOf(calendar, '2026-10-13')).toEqual({ kind: 'worked', name: null })
    expect(usualOf(calendar, '2026-10-12')).toEqual({ kind: 'free', name: null })
  })
})
