// Computed fields while a record is filled in: the same rounding, order and errors as when it is saved.
import { expect, it } from 'vitest'
import type { Field, Form } from '../types'
import type { Setting } from './context'
import { Moment } from './moments'
import { preview, previewRow } from './preview'
import type { Node } from './tree'

const at = (field: string, type = 'number'): Node => ({ field, type })
const op = (name: string, ...args: Node[]): Node => ({ op: name, args, type: 'number' })
const call = (name: string, type: string, ...args: Node[]): Node => ({ call: name, args, type })
const plain = (key: string, kind: string, more: Partial<Field> = {}): Field => ({ key, kind, label: {}, ...more })
const computed = (key: string, result: string, tree: Node, decimals = 2): Field =>
  plain(key, 'formula', { options: { result, decimals }, tree })

const fields: Field[] = [
  plain('rate', 'percent'),
  plain('pieces', 'number'),
  plain('due', 'date'),
  plain('done', 'switch'),
  plain('lines', 'detail', { fields: [plain('cost', 'money'), plain('count', 'number')] }),
  computed('fee', 'money', op('*', at('total'), at('rate'))),
  computed('total', 'money', call('SUMPRODUCT', 'number', at('lines.cost', 'number[]'), at('lines.count', 'number[]'))),
  computed('each', 'number', op('/', at('total'), at('pieces')), 4),
  computed('share', 'percent', op('/', at('fee'), at('total')), 2),
  computed('next', 'date', call('EDATE', 'date', at('due', 'date'), { number: '1' })),
  computed('open', 'switch', call('NOT', 'boolean', at('done', 'boolean'))),
  plain('secret', 'formula', { options: { result: 'money' } }),
]
const form = { key: 'order', fields, system: [], actions: [] } as unknown as Form
const setting: Setting = {
  now: new Moment(Date.parse('2026-11-20T08:00:00Z')),
  zone: 'Asia/Shanghai',
  weekStart: 1,
  isWorkday: () => true,
}
const lines = [
  { cost: 10.1, count: 2.5 },
  { cost: 0.33, count: 1 },
  { cost: 999, count: 9, _delete: true },
]

it('follows from what is there, rounded as it will be stored', () => {
  const values = { rate: 6, pieces: 3, due: '2026-12-31', lines }
  expect(preview(form, values, setting)).toEqual({
    total: 25.58,
    fee: 1.53,
    each: 8.5267,
    share: 5.98,
    next: '2027-01-31',
    open: true,
  })
})

it('shows errors, and nothing where there is nothing', () => {
  expect(preview(form, {}, setting)).toEqual({
    total: 0,
    fee: 0,
    each: { error: '#DIV/0' },
    share: { error: '#DIV/0' },
    next: null,
    open: true,
  })
})

it('works out the rows of a detail table, counts nothing for a new record, and leaves out what only the server totals', () => {
  const cells = [
    plain('cost', 'money'),
    plain('count', 'number'),
    computed('sum', 'money', op('*', at('cost'), at('count'))),
    computed('twice', 'money', op('+', at('sum'), at('sum'))),
  ]
  const detail = plain('lines', 'detail', { fields: cells })
  const counted = plain('deals', 'rollup', { options: { function: 'count', result: 'number' } })
  const total = plain('all', 'rollup', { options: { function: 'sum', detail: 'lines', result: 'money' } })
  const all: Field[] = [
    detail,
    counted,
    total,
    computed('rows', 'money', call('SUM', 'number', at('lines.twice', 'number[]'))),
    computed('more', 'number', op('+', at('deals'), { number: '1' })),
    computed('late', 'money', op('*', at('all'), { number: '2' })),
  ]
  const filled = {
    lines: [
      { cost: 2.5, count: 3, sum: 99 },
      { cost: 1, count: 1 },
      { cost: 9, count: 9, _delete: true },
    ],
  }
  expect(preview({ ...form, fields: all }, filled, setting)).toEqual({ rows: 17, more: 1 })
  expect(previewRow(detail, { cost: 2.5, count: 3 }, setting)).toEqual({ sum: 7.5, twice: 15 })
  const counting = { ...detail, fields: [plain('cost', 'money'), plain('count', 'number', { default: 2 }), cells[2]!] }
  expect(previewRow(counting, { cost: 2.5 }, setting)).toEqual({ sum: 5 })
  const list = plain('list', 'lookup', { options: { relation: 'goods', shows: { kind: 'money' } } })
  const off = computed('off', 'money', op('-', at('list'), at('cost')))
  const looking = { ...detail, fields: [...cells, plain('goods', 'relation'), list, off] }
  const row = { cost: 2.5, goods: { id: 1, title: 'Bolt' }, list: 4 }
  expect(previewRow(looking, row, setting)).toMatchObject({ off: 1.5 })
  const hidden = { cost: 2.5, goods: { id: 1, title: null, locked: true } }
  expect(previewRow(looking, hidden, setting)).toMatchObject({ off: null, twice: 0 })
})
