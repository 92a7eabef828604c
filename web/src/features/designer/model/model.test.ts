// The definition under edits: what changes, what stays, and that undo brings everything back.
import { describe, expect, it } from 'vitest'
import { addChoice, moveChoice, pasteChoices, twins } from './choices'
import {
  addColumn,
  addField,
  changeField,
  changeKind,
  changeMany,
  copyField,
  inOrder,
  moveColumn,
  rekey,
  removeFields,
  restoreField,
  setOption,
} from './fields'
import { begin, canRedo, canUndo, reduce, type Act, type History } from './history'
import { freeKey, isCounted, isKey, slug } from './keys'
import { groupsOf, moveFields, nudge } from './layout'
import { addRule, become, changeRule, moveRule, ruleBadges } from './rules'
import { addSection, changeSection, moveSection, removeSection } from './sections'
import { addStage, changeGate, moveStage, removeStage, stagesOf, startPipeline } from './stages'
import type { FieldDef, FormDef } from './types'

const field = (key: string, more: Partial<FieldDef> = {}): FieldDef => ({
  key,
  kind: 'text',
  label: { 'zh-CN': key },
  ...more,
})

const form = (more: Partial<FormDef> = {}): FormDef => ({
  key: 'visit',
  label: { 'zh-CN': 'x' },
  title: 'name',
  fields: [field('name'), field('phone'), field('city'), field('note')],
  sections: [
    { key: 'a', label: {}, fields: ['name', 'phone'] },
    { key: 'b', label: {}, fields: ['city'] },
  ],
  ...more,
})

const laid = (f: FormDef) =>
  groupsOf(f)
    .map((g) => `${g.section?.key ?? '-'}:${g.keys.join(',')}`)
    .join(' ')

describe('layout', () => {
  it('shows sections and last what no section names', () => {
    expect(laid(form())).toBe('a:name,phone b:city -:note')
    expect(laid(form({ sections: [] }))).toBe('-:name,phone,city,note')
  })
  it.each([
    [['note'], 'a', 'phone', 'a:name,note,phone b:city'],
    [['name'], 'b', null, 'a:phone b:city,name -:note'],
    [['city', 'name'], 'a', null, 'a:phone,name,city b: -:note'],
    [['name', 'phone'], 'a', 'phone', 'a:name,phone b:city -:note'],
    [['city'], null, 'note', 'a:name,phone b: -:city,note'],
    [['city'], null, null, 'a:name,phone b: -:note,city'],
  ])('moves %j to %s before %s', (keys, section, before, after) => {
    expect(laid(moveFields(form(), keys, { section, before }))).toBe(after)
  })
  it('is the same definition when nothing moved', () => {
    const f = form()
    expect(moveFields(f, ['name'], { section: 'a', before: 'phone' })).toBe(f)
  })
  it.each([
    ['phone', -1, 'a:phone,name b:city -:note'],
    ['phone', 1, 'a:name b:phone,city -:note'],
    ['city', -1, 'a:name,phone,city b: -:note'],
    ['name', -1, 'a:name,phone b:city -:note'],
    ['note', -1, 'a:name,phone b:city,note'],
  ] as const)('nudges %s by %i', (key, by, after) => expect(laid(nudge(form(), key, by))).toBe(after))
})

describe('fields', () => {
  it('are added where they were dropped, with their kind', () => {
    expect(laid(addField(form(), field('fax'), { section: 'b', before: 'city' }))).toBe(
      'a:name,phone b:fax,city -:note',
    )
    expect(laid(addField(form(), field('fax')))).toBe('a:name,phone b:city -:note,fax')
  })
  it('vanish when never published and hide when there are values', () => {
    const published = form({ fields: [field('name'), field('phone')] })
    const left = removeFields(form({ figures: ['phone', 'city'] }), ['phone', 'city'], published)
    expect(left.fields.map((f) => [f.key, f.hidden === true])).toEqual([
      ['name', false],
      ['phone', true],
      ['note', false],
    ])
    expect(left.figures).toEqual([])
    expect(laid(left)).toBe('a:name b: -:note')
    expect(laid(restoreField(left, 'phone'))).toBe('a:name b: -:note,phone')
  })
  it('keep what they were to the engines', () => {
    const published = form({ traits: { party: { name: 'name', phone: 'phone' } } })
    const left = removeFields(published, ['phone'], published)
    expect(left.traits).toEqual({ party: { name: 'name' } })
    expect(restoreField(left, 'phone', published).traits).toEqual(published.traits)
    expect(rekey(published, 'phone', 'mobile').traits).toEqual({ party: { name: 'name', phone: 'mobile' } })
  })
  it('leave the gates that asked for them', () => {
    const staged = changeGate(startPipeline(form(), {}, [{ key: 's', label: {} }]), 's', 'enter', {
      fields: ['city', 'name'],
    })
    expect(stagesOf(removeFields(staged, ['city'], null))[0]?.enter?.fields).toEqual(['name'])
  })
  it('take their key along wherever they are named', () => {
    const next = rekey(form({ subtitle: ['phone'] }), 'name', 'company')
    expect([next.title, next.subtitle, laid(next)]).toEqual(['company', ['phone'], 'a:company,phone b:city -:note'])
  })
  it('are copied right behind themselves under a free key', () => {
    const [next, key] = copyField(form(), 'name', (l) => ({ ...l, 'zh-CN': 'twin' }))
    expect([key, laid(next)]).toEqual(['name_2', 'a:name,name_2,phone b:city -:note'])
  })
  it('of a detail table are reached by path', () => {
    const detail = form({
      fields: [field('name'), field('lines', { kind: 'detail', fields: [field('qty'), field('price')] })],
      sections: [],
    })
    const more = changeField(addColumn(detail, 'lines', field('sum')), 'lines.qty', { required: true })
    expect(moveColumn(more, 'lines.sum', 'qty').fields[1]?.fields?.map((f) => f.key)).toEqual(['sum', 'qty', 'price'])
    expect(more.fields[1]?.fields?.[0]?.required).toBe(true)
    expect(removeFields(more, ['lines.qty'], null).fields[1]?.fields?.map((f) => f.key)).toEqual(['price', 'sum'])
    expect(copyField(more, 'lines.qty', (l) => l)[1]).toBe('lines.qty_2')
  })
  it('change many at once', () => {
    expect(changeMany(form(), ['name', 'city'], { required: true }).fields.filter((f) => f.required)).toHaveLength(2)
  })
  it('keep the options that another kind knows, too', () => {
    const f = form({ fields: [field('name', { unique: true, options: { max_length: 9, min: 1 } })] })
    const next = changeKind(f, 'name', 'number', { properties: { min: {} } }, false).fields[0]
    expect(next).toMatchObject({ kind: 'number', options: { min: 1 }, unique: false })
  })
  it('leave out options that say what is usual', () => {
    const schema = { properties: { rows: { default: 4 } } }
    const set = setOption(form(), 'name', 'rows', 6, schema)
    expect(set.fields[0]?.options).toEqual({ rows: 6 })
    expect(setOption(set, 'name', 'rows', 4, schema).fields[0]?.options).toEqual({})
  })
})

describe('sections', () => {
  it('the first takes in what is there', () => {
    expect(laid(addSection(form({ sections: [] }), {})[0])).toBe('section:name,phone,city,note')
    expect(laid(addSection(form(), {})[0])).toBe('a:name,phone b:city section: -:note')
  })
  it('move, change and hand on their fields', () => {
    expect(laid(moveSection(form(), 'b', -1))).toBe('b:city a:name,phone -:note')
    expect(moveSection(form(), 'a', -1)).toEqual(form())
    expect(changeSection(form(), 'a', { columns: 2 }).sections?.[0]?.columns).toBe(2)
    expect(laid(removeSection(form(), 'b'))).toBe('a:name,phone,city -:note')
    expect(laid(removeSection(form(), 'a'))).toBe('b:name,phone,city -:note')
    expect(laid(removeSection(removeSection(form(), 'a'), 'b'))).toBe('-:name,phone,city,note')
  })
})

describe('choices', () => {
  const two = addChoice(addChoice([], { 'zh-CN': '甲', 'en-US': 'Big one' }), { 'zh-CN': '乙' })
  it('get keys from Latin words, else by counting', () => expect(two.map((c) => c.key)).toEqual(['big_one', 'option']))
  it('are pasted line by line, known ones left out', () => {
    const { choices, added } = pasteChoices(two, '丙，Third\n甲\n\n丁\n', 'zh-CN')
    expect([added, choices.map((c) => c.key)]).toEqual([2, ['big_one', 'option', 'third', 'option_2']])
  })
  it('tell who says the same, letters and widths folded', () => {
    const same = addChoice(two, { 'en-US': 'ＢＩＧ one' })
    expect([...twins(same)]).toEqual(['big_one', 'big_one_2'])
    expect(twins(two).size).toBe(0)
  })
  it('are ordered', () => expect(moveChoice(two, 'option', 'big_one').map((c) => c.key)).toEqual(['option', 'big_one']))
})

describe('stages and rules', () => {
  const staged = startPipeline(form(), {}, [
    { key: 'new', label: {} },
    { key: 'won', label: {}, type: 'won' },
  ])
  it('a new stage stands before the ends', () => {
    const more = addStage(staged, { 'en-US': 'Offer' })
    expect(stagesOf(more).map((s) => s.key)).toEqual(['new', 'offer', 'won'])
    expect(stagesOf(moveStage(more, 'offer', 'new')).map((s) => s.key)).toEqual(['offer', 'new', 'won'])
    expect(removeStage(removeStage(staged, 'new'), 'won').pipelines).toEqual([])
  })
  it('rules are badges on the fields they act on', () => {
    const [one, key] = addRule(form())
    const acting = changeRule(one, key, {
      actions: [
        { do: 'hide', fields: ['city'] },
        { do: 'set', field: 'note' },
      ],
    })
    expect([...ruleBadges(acting.rules).keys()]).toEqual(['city', 'note'])
    expect(moveRule(addRule(acting)[0], key, 1).rules?.map((r) => r.key)).toEqual(['rule_2', 'rule'])
    expect(become({ do: 'hide', fields: ['city'] }, 'set')).toEqual({ do: 'set', field: 'city', value: null })
    expect(become({ do: 'set', field: 'city' }, 'warn')).toEqual({ do: 'warn', fields: ['city'], message: {} })
  })
})

describe('keys', () => {
  it.each([
    ['Annual revenue', 'annual_revenue'],
    ['2024 Économie', 'economie'],
    ['年收入', ''],
  ])('%s → %s', (label, key) => expect(slug(label)).toBe(key))
  it('are free and never reserved', () => {
    expect(freeKey('text', ['text', 'text_2'])).toBe('text_3')
    expect(freeKey('owner', [])).toBe('owner_2')
    expect([isKey('a__b'), isKey('1a'), isKey('ok')]).toEqual([false, false, true])
    expect([isCounted('text_4', 'text'), isCounted('text_b', 'text')]).toEqual([true, false])
  })
})

/** A small seeded source of chance: the same runs every time. */
const chance = (seed: number) => () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31

const EDITS: ((f: FormDef, r: () => number) => FormDef)[] = [
  (f, r) =>
    addField(
      f,
      field(
        freeKey(
          'text',
          f.fields.map((x) => x.key),
        ),
      ),
      pickPlace(f, r),
    ),
  (f, r) => removeFields(f, some(f, r), form()),
  (f, r) => moveFields(f, some(f, r), pickPlace(f, r)),
  (f, r) => nudge(f, some(f, r)[0] ?? '', r() < 0.5 ? -1 : 1),
  (f) => addSection(f, {})[0],
  (f, r) => removeSection(f, f.sections?.[Math.floor(r() * (f.sections?.length ?? 0))]?.key ?? ''),
  (f, r) => moveSection(f, f.sections?.[0]?.key ?? '', r() < 0.5 ? -1 : 1),
  (f, r) => copyField(f, some(f, r)[0] ?? '', (l) => l)[0],
  (f) => f.fields.filter((x) => x.hidden).reduce((now, x) => restoreField(now, x.key), f),
  (f, r) => changeMany(f, some(f, r), { required: r() < 0.5 }),
]
const some = (f: FormDef, r: () => number) => inOrder(f).filter(() => r() < 0.3)
const pickPlace = (f: FormDef, r: () => number) => {
  const groups = groupsOf(f)
  const group = groups[Math.floor(r() * groups.length)]!
  return {
    section: group.section?.key ?? null,
    before: r() < 0.5 ? null : (group.keys[Math.floor(r() * group.keys.length)] ?? null),
  }
}

describe('any run of edits', () => {
  it.each(Array.from({ length: 25 }, (_, i) => i + 1))('keeps every field in one place and comes back (%i)', (seed) => {
    const r = chance(seed)
    let h: History<FormDef> = begin(form())
    const seen = [h.now]
    for (let i = 0; i < 40; i += 1) {
      const edit = EDITS[Math.floor(r() * EDITS.length)]!
      const before = h.now
      h = reduce(h, { do: 'edit', edit: (f) => edit(f, r) })
      if (h.now !== before) seen.push(h.now)
      const shown = h.now.fields.filter((f) => !f.hidden).map((f) => f.key)
      expect([...inOrder(h.now)].sort()).toEqual([...shown].sort())
      expect(new Set(h.now.fields.map((f) => f.key)).size).toBe(h.now.fields.length)
    }
    for (const value of [...seen].reverse().slice(1)) expect((h = reduce(h, { do: 'undo' })).now).toBe(value)
    expect(canUndo(h)).toBe(false)
    for (const value of seen.slice(1)) expect((h = reduce(h, { do: 'redo' })).now).toBe(value)
    expect(canRedo(h)).toBe(false)
  })
})

describe('history', () => {
  const run = (acts: Act<number>[]) => acts.reduce(reduce<number>, begin(0))
  const add = (n: number, of?: string): Act<number> => ({ do: 'edit', edit: (x) => x + n, run: of })
  it('takes a run of typing as one step', () => {
    const h = run([add(1, 'a'), add(1, 'a'), add(1, 'b')])
    expect([h.now, reduce(h, { do: 'undo' }).now]).toEqual([3, 2])
    expect(run([add(1, 'a'), { do: 'rest' }, add(1, 'a')]).past).toEqual([0, 1])
  })
  it('forgets the future with a new edit, and edits that change nothing', () => {
    expect(run([add(1), { do: 'undo' }, add(5)]).future).toEqual([])
    expect(run([add(0)]).past).toEqual([])
    expect(run([{ do: 'undo' }, { do: 'redo' }]).now).toBe(0)
  })
})

describe('what names a field', () => {
  const before = form({
    fields: [
      { key: 'name', kind: 'text', label: {} },
      {
        key: 'memo',
        kind: 'text',
        label: {},
        linkage: { form: 'x', match: [{ field: 'id', of: 'text_2' }], take: 'y' },
      },
      { key: 'text_2', kind: 'relation', label: {}, options: { target: 'x', fill: [{ take: 'y', put: 'memo' }] } },
    ],
    rules: [
      {
        key: 'r',
        when: { and: [{ field: 'memo', op: 'not_empty' }, { not: { field: 'text_2.owner', op: 'eq', value: 1 } }] },
        changed: ['memo'],
        actions: [
          { do: 'set', field: 'memo', value: { field: 'name' } },
          { do: 'lock', fields: ['memo', 'name'] },
        ],
      },
    ],
    elements: [
      { key: 'q', kind: 'query', query: { form: 'x', match: [{ field: 'z', of: 'memo' }] } },
      { key: 'b', kind: 'button', press: { when: null, sets: [{ field: 'memo', value: 1 }] } },
    ],
  })
  it('follows it to another key', () => {
    const said = JSON.stringify(rekey(rekey(before, 'memo', 'note'), 'text_2', 'maker'))
    expect(said).not.toContain('memo')
    expect(said).not.toContain('text_2')
    expect(said).toContain('"maker.owner"')
    expect(said).toContain('"put":"note"')
  })
  it('forgets it where nothing else follows', () => {
    const after = removeFields(before, ['memo'], null)
    expect(after.elements?.[1]?.press?.sets).toEqual([])
    expect(after.rules?.[0]?.actions[1]?.fields).toEqual(['name'])
    expect(after.fields.find((x) => x.key === 'text_2')?.options?.fill).toEqual([])
  })
})
