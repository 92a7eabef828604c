import { describe, expect, it } from 'vitest'
import { isFound, isShown, type Rule } from '../list/rules'
import { everyDay, type Rehearsal } from '../rehearsal/rehearsal'
import { partsOf, since, took, type Run } from './runs'

describe('where a step stands', () => {
  it('counts from one, inside blocks too', () => {
    expect(partsOf('0')).toEqual(['1'])
    expect(partsOf('2.then.0')).toEqual(['3', 'then', '1'])
  })
})

describe('runs', () => {
  it('are asked for since a moment that stays the same for a minute', () => {
    const now = Date.parse('2026-11-29T10:00:00Z')
    expect(since('day', now + 59_000)).toBe(since('day', now))
    expect(since('week', now)).toBe('2026-11-22T10:00:00.000Z')
    expect(since(null, now)).toBeNull()
  })
  it('have no length while they are at work', () => {
    const run = { started_at: '2026-11-29T10:00:00Z', ended_at: null } as Run
    expect(took(run)).toBeNull()
    expect(took({ ...run, ended_at: '2026-11-29T10:00:02.500Z' })).toBe(2.5)
  })
})

describe('rules', () => {
  const rule = {
    key: 'greet',
    label: { 'zh-CN': '新线索提醒', 'en-US': 'Greet' },
    sentence: '新建线索时：通知',
    owner: { id: 1, title: '林晓彤' },
    state: 'off',
    version: 1,
    broken: [],
  } as unknown as Rule
  it('are found by every word of name, sentence and owner', () => {
    expect(isFound(rule, '')).toBe(true)
    expect(isFound(rule, '通知 林晓彤')).toBe(true)
    expect(isFound(rule, '通知 沈岚')).toBe(false)
  })
  it('that were never published are drafts, not off', () => {
    expect(isShown(rule, 'off')).toBe(true)
    expect(isShown({ ...rule, version: 0 }, 'off')).toBe(false)
    expect(isShown({ ...rule, version: 0 }, 'draft')).toBe(true)
  })
})

it('shows days on which nothing would have run', () => {
  const told = { by_day: [{ date: '2026-11-02', count: 3, records: 2 }] } as Rehearsal
  expect(everyDay(told, ['2026-11-01', '2026-11-02']).map((each) => each.count)).toEqual([0, 3])
})
