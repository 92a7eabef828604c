// Filters, views and addresses of a list.
import { describe, expect, it } from 'vitest'
import type { Field, Filter, Form, Heat } from '@/core/types'
import { columnsOf, heatColumn } from './columns'
import { countConditions, filterFields, firstOp, namedIn, toFilter, toModel, valueFor, without } from './filterModel'
import { chosenView, savedOf, shownOf, withChange } from './state'

const field = (key: string, kind: string, operators: string[] = ['eq'], options = {}): Field => ({
  key,
  kind,
  label: { 'zh-CN': key },
  operators,
  options,
})

const form: Form = {
  key: 'account',
  version: 1,
  label: { 'zh-CN': 'x' },
  title: 'name',
  actions: [],
  fields: [
    field('name', 'text'),
    field('industry', 'choice', ['in', 'eq']),
    field('note', 'long_text'),
    field('parent', 'relation', ['in'], { target: 'account' }),
    field('lines', 'detail', []),
  ],
  system: [field('owner', 'person', ['in']), field('updated_at', 'datetime')],
  views: [
    {
      id: 1,
      label: 'a',
      mine: false,
      shared: true,
      definition: { columns: ['name', 'gone'], sort: ['-name'], filter: { field: 'owner', op: 'in', value: ['me'] } },
    },
    { id: 2, label: 'b', mine: true, shared: false, definition: {} },
  ],
}

const nested: Filter = {
  and: [
    { field: 'owner.department', op: 'below', value: [3] },
    {
      or: [
        { field: 'amount', op: 'gt', value: 100_000 },
        { field: 'next', op: 'before', value: { relative: 'n_days_later', n: 7 } },
      ],
    },
    { not: { field: 'stage', op: 'eq', value: 'won' } },
  ],
}

describe('filter model', () => {
  it.each<[string, Filter | null]>([
    ['nothing', null],
    ['one condition', { field: 'a', op: 'eq', value: 1 }],
    ['an emptiness', { field: 'a', op: 'empty' }],
    [
      'alternatives',
      {
        or: [
          { field: 'a', op: 'eq', value: 1 },
          { field: 'b', op: 'eq', value: 2 },
        ],
      },
    ],
    ['groups, relative dates and what it cannot show', nested],
    [
      'deeper nesting, kept whole',
      {
        and: [
          { field: 'a', op: 'eq', value: 1 },
          {
            or: [
              { field: 'b', op: 'eq', value: 1 },
              {
                and: [
                  { field: 'c', op: 'eq', value: 1 },
                  { field: 'd', op: 'eq', value: 1 },
                ],
              },
            ],
          },
        ],
      },
    ],
  ])('gives back %s', (_, filter) => {
    expect(toFilter(toModel(filter))).toEqual(filter)
  })
  it('leaves out rows without a value', () => {
    const model = toModel({
      and: [
        { field: 'a', op: 'eq', value: 1 },
        { field: 'b', op: 'in', value: [] },
        { field: 'c', op: 'between', value: [1, null] },
      ],
    })
    expect(toFilter(model)).toEqual({ field: 'a', op: 'eq', value: 1 })
  })
  it('counts conditions', () => {
    expect([countConditions(null), countConditions({ field: 'a', op: 'empty' }), countConditions(nested)]).toEqual([
      0, 1, 4,
    ])
  })
  it('offers own, system and related fields that have operators', () => {
    const paths = filterFields(form, [form]).map((f) => f.path)
    expect(paths).toContain('parent.industry')
    expect(paths).not.toContain('lines')
    expect(paths).not.toContain('parent.note')
  })
  it('starts with the operator people want, if the field has it', () => {
    expect([firstOp(form.fields[1]!), firstOp(form.fields[0]!)]).toEqual(['in', 'eq'])
  })
  it('keeps a value only for an operator of the same shape', () => {
    expect(valueFor('not_in', { op: 'in', value: ['a'] })).toEqual(['a'])
    expect(valueFor('eq', { op: 'in', value: ['a'] })).toBeNull()
    expect(valueFor('lt', { op: 'gt', value: 5 })).toBe(5)
  })
})

describe('a named group', () => {
  const all: Filter = {
    or: Array.from({ length: 25 }, (_, i) => ({ field: 'a', op: 'eq', value: i })),
    named: 'leaking',
  }
  const mine: Filter = { field: 'owner', op: 'eq', value: 7 }
  it.each<[string, Filter]>([
    ['alone', all],
    ['beside others', { and: [mine, all] }],
    ['within a group', { and: [mine, { or: [mine, all] }] }],
  ])('is one condition and stays whole %s', (_, filter) => {
    expect(toFilter(toModel(filter))).toEqual(filter)
    expect(countConditions(filter)).toBe({ alone: 1, 'beside others': 2, 'within a group': 3 }[_])
  })
  it('goes as one', () => {
    const filter: Filter = { and: [mine, all] }
    const [part] = namedIn(filter)
    expect(part!.name).toBe('leaking')
    expect(without(filter, part!.id)).toEqual(mine)
    expect(without(all, namedIn(all)[0]!.id)).toBeNull()
  })
})

describe('the column that shows the heat', () => {
  const staged: Form = {
    ...form,
    fields: [field('name', 'text'), field('next', 'date')],
    system: ['stage', 'last_activity_at', 'next_activity_at'].map((key) => field(key, 'datetime')),
    traits: { pipeline: { next_on: 'next' } },
  }
  const heat = (cause: Heat['cause'], of: string): Heat => ({ level: 2, cause, days: 9, since: '', field: of })
  const all = ['name', 'stage', 'last_activity_at', 'next_activity_at']
  it.each<[Heat['cause'], string, string[], string]>([
    ['overdue', 'next_activity_at', all, 'next_activity_at'],
    ['no_next_step', 'next_activity_at', all, 'next_activity_at'],
    ['no_next_step', 'next_activity_at', ['name', 'next'], 'next'],
    ['stalled', 'last_activity_at', all, 'last_activity_at'],
    ['stalled', 'last_activity_at', ['name', 'stage', 'next_activity_at'], 'stage'],
    ['due', 'last_activity_at', ['name', 'next_activity_at'], 'name'],
    ['stalled', 'stage_since', all, 'stage'],
    ['stalled', 'stage_since', ['name', 'next_activity_at'], 'name'],
  ])('for %s by %s among %j is %s', (cause, of, keys, wanted) => {
    expect(heatColumn(staged, columnsOf(staged, keys), heat(cause, of))).toBe(wanted)
  })
})

describe('list state', () => {
  it('shows what a record is worth without a view, so that a figure walked into is found again', () => {
    const texts = ['b', 'c', 'd', 'e', 'f', 'g'].map((key) => field(key, 'text'))
    const money = [field('cost', 'money'), field('amount', 'money')]
    const deals: Form = {
      ...form,
      fields: [field('name', 'text'), ...texts, ...money],
      traits: { pipeline: { amount: 'amount' } },
    }
    expect(savedOf(deals, undefined).columns).toEqual(['name', 'b', 'c', 'd', 'e', 'amount', 'owner', 'updated_at'])
    const pipelines = [{ key: 'p', label: {}, stages: [{ key: 's', label: {}, type: 'open' as const }] }]
    const staged = savedOf({ ...deals, pipelines }, undefined).columns
    expect(staged).toEqual(['name', 'b', 'c', 'amount', 'owner', 'updated_at'])
    expect(savedOf({ ...deals, traits: {} }, undefined).columns).toContain('cost')
    expect(savedOf({ ...deals, traits: {}, figures: ['g', 'amount'] }, undefined).columns).toContain('amount')
  })
  const saved = savedOf(form, form.views![0]!.definition)
  it('drops columns that are gone and fills gaps', () => {
    expect(saved.columns).toEqual(['name'])
    expect(savedOf(form, {}).columns).toEqual(['name', 'industry', 'parent', 'owner', 'updated_at'])
    const fields = form.fields.map((f) => (f.key === 'parent' ? { ...f, closed: true } : f))
    const shut = { ...form, fields }
    expect(savedOf(shut, {}).columns).not.toContain('parent')
    expect(savedOf(shut, { columns: ['name', 'parent'] }).columns).toEqual(['name'])
  })
  it('starts with the first view, or none when a filter is walked into', () => {
    expect(chosenView(form, new URLSearchParams())?.id).toBe(1)
    expect(chosenView(form, new URLSearchParams('view=2'))?.id).toBe(2)
    expect(chosenView(form, new URLSearchParams('view=all'))).toBeNull()
    expect(chosenView(form, new URLSearchParams('filter=null'))).toBeNull()
  })
  it('writes changes into the address and takes them out when they equal the view again', () => {
    const changed = withChange(new URLSearchParams(), saved, { sort: ['name'], filter: null })
    expect(shownOf(form, saved, changed)).toEqual({ filter: null, sort: ['name'], columns: ['name'], group: null })
    const back = withChange(changed, saved, { sort: ['-name'], filter: saved.filter })
    expect(back.toString()).toBe('')
  })
  it('shows everything for a broken address', () => {
    expect(shownOf(form, saved, new URLSearchParams('filter={oops')).filter).toBeNull()
  })
})
