import { expect, test } from 'vitest'
import type { Form, Row } from '@/core/types'
import { chosenOf, differing } from './choosing'

const field = (key: string, kind = 'text', more = {}) => ({ key, kind, label: {}, ...more })
const form = {
  key: 'firm',
  fields: [field('name'), field('city'), field('labels', 'tags'), field('sum', 'text', { readonly: true })],
} as unknown as Form
const rows = [
  { id: 1, name: 'One', city: null, labels: ['a'], sum: 'x' },
  { id: 2, name: 'One', city: 'Wuhan', labels: ['b'], sum: 'y' },
  { id: 3, name: 'One', city: "Xi'an", labels: [], sum: 'z' },
] as unknown as Row[]

test('only fields that differ and may be written are chosen between; lists are joined', () => {
  expect(differing(form, rows).map((x) => x.key)).toEqual(['city'])
})

test('the record that stays keeps its value, the first of the others fills what is empty', () => {
  const city = form.fields[1]!
  expect(chosenOf(city, rows, 1, {})).toBe(2)
  expect(chosenOf(city, rows, 3, {})).toBe(3)
  expect(chosenOf(city, rows, 3, { city: 2 })).toBe(2)
})
