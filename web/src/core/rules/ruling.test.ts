// The rules of a form while it is being filled in: what they hide, require, lock, narrow, fill in and say.
import { describe, expect, test } from 'vitest'
import type { Form, Rule } from '../types'
import { formulasOf } from './formulas'
import { Moment } from '../formula/moments'
import { goneFrom, ruled } from './ruled'
import { rulingOf } from './ruling'
import type { Values } from './types'

const field = (key: string, kind = 'text', operand = kind, more = {}) => ({ key, kind, operand, label: {}, ...more })
const rule = (key: string, more: Partial<Rule>): Rule => ({
  key,
  when: null,
  formula: null,
  entering: [],
  leaving: [],
  changed: [],
  on: ['create', 'change'],
  actions: [],
  ...more,
})
const choices = ['mail', 'fair', 'web'].map((key) => ({ key, label: {} }))
const overTen = {
  op: '>',
  type: 'boolean',
  args: [{ field: 'double', type: 'number' }, { number: '10' }],
}
const risen = {
  op: '>',
  type: 'boolean',
  args: [
    { field: 'amount', type: 'number' },
    { call: 'OLD', type: 'number', args: [{ field: 'amount', type: 'number' }] },
  ],
}
const double = { op: '*', type: 'number', args: [{ field: 'amount', type: 'number' }, { number: '2' }] }
const form = {
  key: 'x',
  fields: [
    field('sort', 'choice', 'choice', { default: 'web', options: { choices } }),
    field('source', 'choice', 'choice', { options: { choices } }),
    field('amount', 'number'),
    field('double', 'formula', 'number', { tree: double, options: { result: 'number', decimals: 0 } }),
    field('reason'),
    field('day', 'date'),
    field('who', 'person'),
  ],
  system: [field('stage', 'stage', 'choice')],
  pipelines: [{ key: 'p', label: {}, stages: [{ key: 'new' }, { key: 'won', probability: 100 }] }],
  rules: [
    rule('fair', {
      when: { field: 'sort', op: 'eq', value: 'fair' },
      actions: [
        { do: 'require', fields: ['reason'] },
        { do: 'narrow', field: 'source', options: ['fair', 'mail'] },
        { do: 'set', field: 'day', value: { today: true } },
        { do: 'warn', message: { 'en-US': 'Fairs are dear' }, fields: [] },
      ],
    }),
    rule('web', { when: { field: 'sort', op: 'eq', value: 'web' }, actions: [{ do: 'hide', fields: ['reason'] }] }),
    rule('big', { formula: overTen as never, actions: [{ do: 'lock', fields: ['source'] }] }),
    rule('rise', { formula: risen as never, on: ['change'], actions: [{ do: 'refuse', message: {}, fields: [] }] }),
    rule('won', { entering: ['won'], actions: [{ do: 'set', field: 'who', value: { actor: true } }] }),
  ],
} as unknown as Form

const now = Date.parse('2026-11-21T15:30:00Z')
const setting = { now: new Moment(now), zone: 'Asia/Shanghai', weekStart: 1, isWorkday: () => true }
const me = { id: 7, title: 'Anna' }
const judged = (values: Values, before: Values | null = null) =>
  rulingOf(
    form,
    { values, before, asker: { me: 7, zone: 'Asia/Shanghai', weekStart: 1, now }, me },
    formulasOf(form, setting),
  )

describe('a new record', () => {
  test('begins with its defaults, and rules answer what is written', () => {
    expect([...judged({}).hidden]).toEqual(['reason'])
    const fair = judged({ sort: 'fair', source: 'web' })
    expect([...fair.hidden]).toEqual([])
    expect([...fair.asked]).toEqual(['reason'])
    expect(fair.filled).toEqual({ day: '2026-11-21' })
    expect(fair.warnings).toEqual([{ rule: 'fair', message: { 'en-US': 'Fairs are dear' }, fields: [] }])
    expect(goneFrom(fair, 'source', 'web')).toBe(true)
    const left = ruled(form.fields[1]!, fair, 'fair')
    expect(left.options?.choices?.map((each) => each.key)).toEqual(['mail', 'fair'])
    expect(ruled(form.fields[4]!, fair, null).required).toBe(true)
  })
  test('keeps what the person wrote', () => {
    expect(judged({ sort: 'fair', day: '2026-01-01' }).filled).toEqual({})
  })
  test('is judged by formulas on computed values', () => {
    expect(judged({ amount: 5 }).locked.has('source')).toBe(false)
    expect(judged({ amount: 6 }).locked.has('source')).toBe(true)
  })
})

describe('a change', () => {
  const stored = { sort: 'fair', amount: 6, stage: 'new', reason: null, source: null, day: null, who: null }
  test('is not blamed for what the record lacked before', () => {
    const ruling = judged({ ...stored, amount: 5 }, stored)
    expect([[...ruling.required], [...ruling.asked]]).toEqual([['reason'], []])
    expect(judged({ ...stored, sort: 'web' }, { ...stored, sort: 'mail' }).hidden.has('reason')).toBe(true)
  })
  test('knows old values and moves', () => {
    expect(judged({ ...stored, amount: 7 }, stored).refusals).toHaveLength(1)
    expect(judged({ ...stored, amount: 5 }, stored).refusals).toHaveLength(0)
    expect(judged({ ...stored, stage: 'won' }, stored).filled.who).toEqual(me)
  })
  test('says nothing where the list does not carry the field', () => {
    expect(judged({ amount: 1 }, { amount: 1 }).required.size).toBe(0)
  })
})
