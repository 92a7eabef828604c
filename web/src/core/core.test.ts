// The headless core: live messages, notes, shortcuts, drafts, language.
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { dropDraft, keepDraft, readDraft } from './drafts'
import { apply, collect, type Live } from './events'
import { matches } from './keys'
import { browserLocale } from './preferences'
import { place } from './toasts'

describe('live messages', () => {
  it('name one record, or the form when several changed', () => {
    const pending = new Map<string, Live>()
    collect(pending, { event: 'record', form: 'lead', id: 1 })
    collect(pending, { event: 'record', form: 'lead', id: 1 })
    collect(pending, { event: 'record', form: 'account', id: 1 })
    collect(pending, { event: 'record', form: 'account', id: 2 })
    expect([...pending.values()]).toEqual([
      { event: 'record', form: 'lead', id: 1 },
      { event: 'record', form: 'account' },
    ])
  })
})

describe('a changed record', () => {
  const client = new QueryClient()
  const stale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated
  const shown: [readonly unknown[], boolean][] = [
    [['records', 'lead', {}], true],
    [['pools', 'leads'], true],
    [['pools', 'leads', 'records', ''], true],
    [['leaks', 'mine'], true],
    [['agenda', '2026-11-01', '2026-11-30'], true],
    [['pushes', 'lead', 1, 3], true],
    [['duplicates', 'lead', 'count'], true],
    [['duplicates', 'account', 'count'], false],
    [['pool-rehearsal', 'leads', null], false],
    [['plug-rehearsal', 'silence'], false],
  ]
  shown.forEach(([key]) => client.setQueryData(key, {}))
  apply(client, { event: 'record', form: 'lead', id: 1 })
  it.each(shown)('makes %j stale: %s', (key, expected) => expect(stale(key)).toBe(expected))
})

describe('notes', () => {
  it('merge equal work and undo all of it', () => {
    const undone: number[] = []
    const note = (n: number) => ({
      text: `${n}`,
      undo: () => undone.push(n),
      merge: { key: 'release', count: n, say: (c: number) => `${c} released` },
    })
    const items = place(place([], note(3)), note(4))
    expect(items.map((t) => t.text)).toEqual(['7 released'])
    items[0]!.undo?.()
    expect(undone).toEqual([3, 4])
  })
  it('keep at most three', () => {
    const items = [1, 2, 3, 4].reduce((all, n) => place(all, { text: `${n}` }), [] as ReturnType<typeof place>)
    expect(items.map((t) => t.text)).toEqual(['2', '3', '4'])
  })
})

describe('shortcuts', () => {
  it('ask for exactly their modifiers', () => {
    const press = (key: string, o: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...o })
    expect(matches(press('k', { ctrlKey: true }), 'mod+k')).toBe(true)
    expect(matches(press('K', { metaKey: true }), 'mod+k')).toBe(true)
    expect(matches(press('k'), 'mod+k')).toBe(false)
    expect(matches(press('z', { ctrlKey: true, shiftKey: true }), 'mod+z')).toBe(false)
  })
})

describe('drafts', () => {
  it('are kept for two weeks and dropped on demand', () => {
    keepDraft('a', { name: 'x' }, 0)
    expect(readDraft('a', 13 * 86_400_000)).toEqual({ name: 'x' })
    expect(readDraft('a', 15 * 86_400_000)).toBeUndefined()
    keepDraft('b', 1)
    dropDraft('b')
    expect(readDraft('b')).toBeUndefined()
  })
})

describe('language', () => {
  it.each([
    [['zh-TW', 'en'], 'zh-CN'],
    [['en-GB', 'zh'], 'en-US'],
    [['fr-FR', 'en'], 'en-US'],
    [['fr-FR'], 'zh-CN'],
    [[], 'zh-CN'],
  ])('of %s is %s', (languages, locale) => {
    expect(browserLocale(languages)).toBe(locale)
  })
})
