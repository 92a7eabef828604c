// Groups of a list: what the aggregate says, how lines follow one another, and the address.
import { describe, expect, it } from 'vitest'
import type { Form, Row } from '@/core/types'
import { groupedLines, groupsOf } from './grouping'
import { mayGroup, savedOf, shownOf, withChange } from './state'

const answer = {
  columns: [],
  rows: [
    [{ value: 'need', title: 'Need' }, 60, 1000],
    [{ value: null, title: null }, 2, 5],
  ],
  links: [
    { form: 'deal', filter: { field: 'stage', op: 'eq', value: 'need' } },
    { form: 'deal', filter: { field: 'stage', op: 'empty' } },
  ],
}
const none = { all: false, turned: new Set<string>() }
const row = (id: number): Row => ({ id, version: 1, title: `T${id}` })

describe('groups', () => {
  it('carry their count, subtotals and the filter of their rows', () => {
    const groups = groupsOf(answer, none)
    expect(groups.map((g) => [g.key, g.count, g.sums, g.open])).toEqual([
      ['need', 60, [1000], true],
      ['', 2, [5], true],
    ])
    expect(groups[1]!.filter).toEqual({ field: 'stage', op: 'empty' })
  })
  it('are folded one by one or all at once', () => {
    const open = (all: boolean, ...turned: string[]) =>
      groupsOf(answer, { all, turned: new Set(turned) }).map((g) => g.open)
    expect(open(false, 'need')).toEqual([false, true])
    expect(open(true)).toEqual([false, false])
    expect(open(true, '')).toEqual([false, true])
  })
  it('hold the place of rows on their way, then rows and what is left', () => {
    const groups = groupsOf(answer, none)
    const kinds = (loaded: Map<string, Row[]>) => groupedLines(groups, loaded).map((l) => l.kind)
    expect(kinds(new Map()).filter((k) => k === 'waiting')).toHaveLength(52)
    const lines = groupedLines(
      groups,
      new Map([
        ['need', [row(1)]],
        ['', [row(2), row(3)]],
      ]),
    )
    expect(lines.map((l) => l.kind)).toEqual(['group', 'row', 'more', 'group', 'row', 'row'])
    expect(lines.flatMap((l) => (l.kind === 'row' ? [l.at] : []))).toEqual([0, 1, 2])
  })
})

describe('the address', () => {
  const field = (key: string, kind: string, more = {}) => ({ key, kind, label: {}, ...more })
  const form = {
    key: 'deal',
    title: 'name',
    fields: [field('name', 'text', { groupable: true }), field('source', 'choice', { groupable: true })],
    system: [field('stage', 'stage')],
  } as unknown as Form
  const saved = savedOf(form, { group: 'stage' })
  it('puts another group over the saved one, and forgets what was folded', () => {
    const next = withChange(new URLSearchParams('fold=all&turned=need'), saved, { group: 'source' })
    expect(next.toString()).toBe('group=source')
    expect(shownOf(form, saved, next).group).toBe('source')
    expect(withChange(next, saved, { group: 'stage' }).toString()).toBe('')
    expect(withChange(next, saved, { group: null }).toString()).toBe('group=')
    expect(shownOf(form, saved, new URLSearchParams('group=')).group).toBeNull()
  })
  it('ignores fields that no list is grouped by', () => {
    expect(shownOf(form, saved, new URLSearchParams('group=nothing')).group).toBeNull()
    expect(form.fields.map(mayGroup)).toEqual([false, true])
  })
})
