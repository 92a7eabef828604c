import { expect, test } from 'vitest'
import { columnsOf, judge, MOST_COLUMNS, type Chart, type Figure } from './dashboard'

const figure = (value: number | null, before: number | null | undefined, better?: 'up' | 'down'): Figure => ({
  key: 'k',
  label: {},
  value,
  unit: 'number',
  form: 'opportunity',
  filter: null,
  ...(before === undefined ? {} : { before }),
  ...(better ? { better } : {}),
})

test.each([
  [figure(5, 3, 'up'), 'good'],
  [figure(3, 5, 'up'), 'bad'],
  [figure(3, 5, 'down'), 'good'],
  [figure(5, 3, 'down'), 'bad'],
  [figure(5, 5, 'up'), null],
  [figure(5, null, 'up'), null],
  [figure(null, 5, 'up'), null],
  [figure(5, undefined, 'up'), null],
])('a figure is judged by its direction, not by its sign', (f, expected) => expect(judge(f)).toBe(expected))

const chart = (count: number, bucket?: string): Chart => ({
  form: 'opportunity',
  columns: [
    { key: 'by', role: 'dimension', ...(bucket ? { bucket } : {}) },
    { key: 'sum', role: 'measure' },
  ],
  rows: Array.from({ length: count }, (_, i) => [{ value: i, title: null }, i]),
  links: Array.from({ length: count }, (_, i) => ({ form: 'opportunity', filter: { field: 'n', op: 'eq', value: i } })),
  more: false,
})
const shown = (c: Chart) => columnsOf(c).rows.map((r) => r[1])

test('of a long course of time the latest columns are shown, each with its own link', () => {
  expect(shown(chart(120, 'month'))).toEqual(Array.from({ length: MOST_COLUMNS }, (_, i) => 96 + i))
  expect(columnsOf(chart(120, 'month')).links[0]?.filter).toMatchObject({ value: 96 })
})

test('of many groups the first are shown, and a short chart as it is', () => {
  expect(shown(chart(30))[0]).toBe(0)
  const short = chart(MOST_COLUMNS, 'month')
  expect(columnsOf(short)).toBe(short)
})
