// Terms of sharing, and what is told of those a record is open to.
import { describe, expect, it } from 'vitest'
import { endOfDay, lastMoment } from '@/core/format/days'
import type { Form } from '@/core/types'
import { CLAIM, rowButtons } from '@/features/list/buttons'
import { askedFields } from '@/features/list/columns'
import { isMine, openingOf, teamOf, type Share } from './sharing'
import { lastDay } from './until'

const share: Share = {
  id: 4,
  kind: 'team',
  to: { kind: 'person', id: 7, title: 'Ben' },
  level: 'read',
  duty: 'presales',
  until: null,
  by: null,
  at: '2026-11-29T00:00:00Z',
  sees: true,
}

describe('terms', () => {
  const cases: [Parameters<typeof lastDay>[0], string, string | null][] = [
    ['week', '2026-11-29', '2026-12-06'],
    ['month', '2026-11-29', '2026-12-29'],
    ['quarter', '2026-11-29', '2026-12-31'],
    ['quarter', '2026-12-31', '2026-12-31'],
    ['quarter', '2026-01-01', '2026-03-31'],
    ['quarter', '2026-05-10', '2026-06-30'],
    ['quarter', '2026-09-30', '2026-09-30'],
    ['always', '2026-11-29', null],
  ]
  it.each(cases)('%s from %s ends on %s', (term, today, last) => {
    expect(lastDay(term, today)).toBe(last)
  })
  it('ends when the day is over where the workspace is', () => {
    expect(new Date(endOfDay('2026-12-31', 'Asia/Shanghai')).toISOString()).toBe('2026-12-31T16:00:00.000Z')
  })
})

describe('those a record is open to', () => {
  it('are opened again with one thing changed', () => {
    const same = { kind: 'team', to: { person: 7 }, level: 'read', until: null, duty: 'presales' }
    expect(openingOf(share, { level: 'write' })).toEqual({ ...same, level: 'write' })
    const role: Share = { ...share, kind: 'share', duty: null, to: { kind: 'role', id: 'sales', title: 'Sales' } }
    expect(openingOf(role).to).toEqual({ role: 'sales' })
  })
  it('are a team apart from shares, and may leave', () => {
    const other: Share = { ...share, id: 5, kind: 'share' }
    expect(teamOf({ items: [share, other], may: true })).toEqual([share])
    expect(teamOf(undefined)).toEqual([])
    expect([isMine(share, 7), isMine(share, 8)]).toEqual([true, false])
    expect(isMine({ ...share, to: { kind: 'department', id: 7, title: 'East' } }, 7)).toBe(false)
  })
})

describe('taking what nobody owns', () => {
  const owner = { key: 'owner', kind: 'person', label: {} }
  const form = (actions: string[], system = [owner]) =>
    ({ key: 'lead', title: 'name', fields: [], system, actions }) as unknown as Form
  it('stands on rows for whoever may, whatever the view offers', () => {
    expect(rowButtons(form(['read', 'claim']), {})).toEqual([CLAIM])
    expect(rowButtons(form(['read', 'change']), {})).toEqual([])
    expect(rowButtons(form(['read', 'claim'], []), {})).toEqual([])
  })
  it('needs to know whose a row is', () => {
    expect(askedFields(form(['read', 'claim']), ['name'], [CLAIM])).toContain('owner')
  })
})

it('is said to end on the last day, not on the day after', () => {
  const until = endOfDay('2026-12-29', 'Asia/Shanghai')
  expect(until.slice(0, 10)).toBe('2026-12-30')
  expect(lastMoment(until)).toBe('2026-12-29T15:59:59.999Z')
})
