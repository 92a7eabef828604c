// What a rollup and a lookup are offered.
import { expect, it } from 'vitest'
import type { Field, Form } from '@/core/types'
import { filterFields } from '@/features/list/filterModel'
import { decimalsFor, relationsOf, resultOf, settledForm, shownBy, sourcesOf, usable } from './gathering'

const field = (key: string, kind: string, more: Partial<Field> = {}): Field => ({ key, kind, label: {}, ...more })
const form = (key: string, fields: Field[], system: Field[] = []): Form =>
  ({ key, label: {}, fields, system, actions: [] }) as unknown as Form

const lines = field('lines', 'detail', { operand: 'rows', fields: [field('cost', 'money', { operand: 'number' })] })
const own = form('firm', [field('parent', 'relation', { options: { target: 'firm' }, operand: 'record' }), lines])
const order = form(
  'order',
  [
    field('firm', 'relation', { options: { target: 'firm' }, operand: 'record' }),
    field('about', 'relation', { options: { target: '*' }, operand: 'record' }),
    field('amount', 'money', { operand: 'number' }),
    field('gain', 'formula', { operand: 'number', options: { result: 'percent', decimals: 1 } }),
    field('size', 'number', { operand: 'number', options: { decimals: 3 } }),
    field('due', 'date', { operand: 'date' }),
    field('state', 'choice', { operand: 'choice' }),
    field('seen', 'lookup', { operand: 'number', options: { shows: { kind: 'money' } } }),
  ],
  [field('stage', 'choice', { operators: ['eq'] }), field('department', 'department')],
)

it('a rollup gathers what points here and own rows; each function takes what it can use', () => {
  const sources = sourcesOf(own, [order, form('other', [])])
  expect(sources.map((x) => x.value)).toEqual(['lines', 'order.firm', 'order.about', 'firm.parent'])
  const keys = (how: string) => usable(sources[1], how).map((x) => x.key)
  expect(keys('sum')).toEqual(['amount', 'gain', 'size'])
  expect(keys('max')).toEqual(['amount', 'gain', 'size', 'due'])
  expect(keys('distinct')).toEqual(['amount', 'gain', 'size', 'due', 'state'])
  expect(usable(sources[0], 'sum').map((x) => x.key)).toEqual(['cost'])
  expect(resultOf(order.fields[3]!, 'sum')).toBe('percent')
  expect([2, 3, 4].map((at) => decimalsFor(order.fields[at]!, 'sum'))).toEqual([0, 1, 3])
  expect(decimalsFor(order.fields[2]!, 'average')).toBe(2)
  expect(settledForm(order).system!.map((x) => x.key)).toEqual(['stage'])
  const unit = field('unit', 'department', { operand: 'department', operators: ['eq', 'below'] })
  const asked = filterFields(settledForm({ ...order, fields: [...order.fields, unit] }), [own, order], true)
  expect(asked.map((x) => [x.path, x.field.operators])).toEqual([
    ['unit', ['eq']],
    ['stage', ['eq']],
  ])
})

it('nothing of rows is gathered that is read from other records each time', () => {
  const cells = [
    field('cost', 'money', { operand: 'number' }),
    field('list', 'lookup', { operand: 'number', options: { relation: 'goods' } }),
    field('twice', 'formula', { operand: 'number', options: { formula: 'gain * 2', result: 'money' } }),
    field('gain', 'formula', { operand: 'number', options: { formula: 'cost-list', result: 'money' } }),
    field('listed', 'formula', { operand: 'number', options: { formula: 'cost * 2', result: 'money' } }),
  ]
  const [source] = sourcesOf(form('quote', [field('lines', 'detail', { operand: 'rows', fields: cells })]), [])
  expect(usable(source, 'sum').map((x) => x.key)).toEqual(['cost', 'listed'])
})

it('a lookup goes by a relation to one form and shows what is one value', () => {
  expect(relationsOf(order).map((x) => x.key)).toEqual(['firm'])
  expect(shownBy(own).map((x) => x.key)).toEqual(['parent'])
  expect(shownBy(order).map((x) => x.key)).toEqual([...order.fields.map((x) => x.key), 'stage', 'department'])
})
