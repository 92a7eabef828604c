// The designer's small judgements: where a drop lands, what a schema asks for, where a problem is, what a new field is.
import { describe, expect, it } from 'vitest'
import { placeOfLanding } from './canvas/dropping'
import { isNew, newField } from './making'
import { addElement, addTab, copyElement, removeElement, removeTab } from './model/elements'
import { moveFields } from './model/layout'
import { problemsOf, spotOf } from './model/problems'
import { changeSection } from './model/sections'
import type { FormDef, KindInfo } from './model/types'
import { formView } from './model/view'
import { shapeOf, valueOf } from './options/schema'
import { example } from './options/SerialParts'
import { defaultModes, modeOf } from './panel/DefaultInput'
import { sourceOf, sourcesFor, valueFrom } from './rules/sources'
import { asCopy, inBoth } from './words'

const kind = (key: string, more: Partial<KindInfo> = {}): KindInfo => ({
  key,
  label: { 'zh-CN': key, 'en-US': key },
  group: 'basic',
  operand: 'text',
  operators: ['eq'],
  sortable: true,
  groupable: false,
  summable: false,
  computed: false,
  unique: true,
  detail: true,
  options: {},
  ...more,
})

const form: FormDef = {
  key: 'visit',
  label: {},
  title: 'name',
  fields: [
    { key: 'name', kind: 'text', label: { 'zh-CN': 'text', 'en-US': 'text' } },
    { key: 'lines', kind: 'detail', label: {}, fields: [{ key: 'qty', kind: 'number', label: {} }] },
    { key: 'gone', kind: 'text', label: {}, hidden: true },
  ],
}

describe('a drop', () => {
  it.each([
    [
      { section: 'a', key: 'y', side: 'before' as const },
      { section: 'a', before: 'y' },
    ],
    [
      { section: 'a', key: 'x', side: 'after' as const },
      { section: 'a', before: 'y' },
    ],
    [
      { section: 'a', key: 'y', side: 'after' as const },
      { section: 'a', before: null },
    ],
    [
      { section: null, key: null, side: 'after' as const },
      { section: null, before: null },
    ],
  ])('%j lands at %j', (landing, place) => expect(placeOfLanding(landing, ['x', 'y'])).toEqual(place))
})

describe('a schema', () => {
  it.each([
    [
      { type: 'integer', minimum: 1 },
      { shape: 'number', min: 1, max: undefined, whole: true, clearable: false },
    ],
    [
      { anyOf: [{ type: 'number' }, { type: 'null' }] },
      { shape: 'number', min: undefined, max: undefined, whole: false, clearable: true },
    ],
    [
      { anyOf: [{ enum: ['a', 'b'], type: 'string' }, { type: 'null' }] },
      { shape: 'one', of: ['a', 'b'], clearable: true },
    ],
    [
      { type: 'string', maxLength: 9 },
      { shape: 'text', max: 9, clearable: false },
    ],
    [{ type: 'boolean' }, { shape: 'switch' }],
    [{ type: 'array', items: { type: 'string' } }, { shape: 'many' }],
    [{ const: 2, type: 'integer' }, { shape: 'fixed' }],
    [{ type: 'array', items: { $ref: '#/x' } }, { shape: 'unknown' }],
    [{}, { shape: 'unknown' }],
  ])('%j is drawn as %j', (schema, shape) => expect(shapeOf(schema)).toEqual(shape))
  it('says what is in force until the field does', () => {
    expect([valueOf({ default: 4 }, undefined), valueOf({ default: 4 }, 6), valueOf({ default: 4 }, null)]).toEqual([
      4,
      6,
      null,
    ])
  })
})

describe('a problem', () => {
  const at = (field: string) => spotOf({ field, code: 'x', detail: 'x' }, form)
  it.each([
    ['fields.name.options.min', 'fields', 'name'],
    ['fields.lines.qty.label', 'fields', 'lines.qty'],
    ['fields.lines.fields', 'fields', 'lines'],
    ['stages.won.enter', 'stages', 'won'],
    ['rules.big.when', 'rules', 'big'],
    ['title', 'settings', null],
  ])('of %s is on the tab %s at %s', (field, tab, spot) => expect(at(field)).toEqual({ tab, at: spot }))
  it('is of a field and not of one whose name begins alike', () => {
    const both = ['fields.name.label', 'fields.name_2.label'].map((field) => ({ field, code: 'x', detail: '' }))
    expect(problemsOf(both, 'fields.name')).toHaveLength(1)
  })
})

describe('a new field', () => {
  const asks = {
    option: (n: number) => ({ 'en-US': `Option ${n}` }),
    column: (key: string) => ({ 'en-US': key }),
    target: 'account',
    money: 'amount',
  }
  it('has a free key and a name of its own', () => {
    expect(newField(form, kind('text'), null, asks)).toMatchObject({
      key: 'text',
      label: { 'en-US': 'text 2' },
      options: {},
    })
  })
  it('begins with what its kind cannot do without', () => {
    const choice = kind('choice', { options: { properties: { choices: {} } } })
    const relation = kind('relation', { options: { properties: { target: {} }, required: ['target'] } })
    expect(newField(form, choice, null, asks).options?.choices?.map((c) => c.key)).toEqual(['option', 'option_2'])
    expect(newField(form, relation, null, asks).options).toEqual({ target: 'account' })
    expect(newField(form, kind('capitals', { options: { properties: { of: {} } } }), null, asks).options).toEqual({
      of: 'amount',
    })
    expect(newField(form, kind('detail'), null, asks).fields?.map((f) => f.kind)).toEqual(['text', 'number'])
  })
  it('is new until something published bears its name', () => {
    expect([isNew(null, 'name'), isNew(form, 'name'), isNew(form, 'lines.sum'), isNew(form, 'lines.qty')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

describe('values', () => {
  it('of defaults and rules come from somewhere', () => {
    const field = form.fields[0]!
    expect(defaultModes(field, 'date', false)).toEqual(['none', 'value', 'today'])
    expect([defaultModes(field, 'text', true), defaultModes(field, 'file', false)]).toEqual([[], []])
    expect([modeOf(null), modeOf('x'), modeOf(['x']), modeOf({ today: true })]).toEqual([
      'none',
      'value',
      'value',
      'today',
    ])
    for (const source of ['today', 'now', 'actor', 'field', 'probability', 'forecast_category'] as const)
      expect(sourceOf(valueFrom(source, 'x'))).toBe(source)
    expect(sourceOf(valueFrom('value', 'x'))).toBe('value')
    expect(sourcesFor('person', false, true)).toEqual(['actor'])
    expect(sourcesFor('number', true, true)).toEqual(['value', 'field', 'probability'])
  })
  it('of serial numbers are shown by example', () => {
    const parts = [
      { part: 'fixed', text: 'HT-' },
      { part: 'date', format: 'YYMM' },
      { part: 'counter', digits: 3 },
    ]
    expect(example(parts, '2026-11-28')).toBe('HT-2611001')
  })
})

describe('words and views', () => {
  it('are proposed in every language', () => {
    expect(Object.keys(inBoth('option', 1))).toEqual(['zh-CN', 'en-US'])
    expect(inBoth('option', 1)['en-US']).toBe('Option 1')
    expect(asCopy({ 'en-US': 'Phone', 'zh-CN': '' })).toEqual({ 'en-US': 'Phone copy', 'zh-CN': '' })
  })
  it('show the draft without what is deleted, and system columns it has', () => {
    const system = ['owner', 'stage', 'created_at'].map((key) => ({ key, kind: 'text', label: {} }))
    const view = formView({ ...form, owned: false }, new Map([['text', kind('text')]]), system)
    expect(view.fields.map((f) => [f.key, f.operators])).toEqual([
      ['name', ['eq']],
      ['lines', []],
    ])
    expect(view.system.map((f) => f.key)).toEqual(['created_at'])
  })
})

describe('elements and sheets', () => {
  it('stand in sections, go, and leave their section above the sheets', () => {
    const [one, key] = addElement(form, { kind: 'divider' }, undefined, { 'en-US': 'Basics' })
    expect([key, one.sections?.[0]?.fields]).toEqual(['divider', ['name', 'lines', 'divider']])
    expect(copyElement(one, key)[0].sections?.[0]?.fields).toEqual(['name', 'lines', 'divider', 'divider_2'])
    expect(moveFields(one, [key], { section: null, before: null })).toBe(one)
    expect(removeElement(one, key)).toMatchObject({ elements: [], sections: [{ fields: ['name', 'lines'] }] })
    const [tabbed, tab] = addTab(changeSection(one, 'section', { tab: 'tab' }), {})
    expect([tab, removeTab(tabbed, tab).sections?.[0]?.tab, removeTab(tabbed, tab).tabs]).toEqual(['tab', null, []])
  })
})
