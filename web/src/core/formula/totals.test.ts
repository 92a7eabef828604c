// Totals of detail rows foretold in the browser; tests/api/test_foretold.py has the server store the same figures.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Field, Form } from '../types'
import { type Given } from './cells'
import { Moment } from './moments'
import { preview } from './preview'

const book = JSON.parse(readFileSync('../tests/data/totals/vectors.json', 'utf8')) as {
  now: string
  zone: string
  week_start: number
  told: Field[]
  cases: { given: Given; expected: Given }[]
}
const form = { key: 'quote', fields: book.told, system: [], actions: [] } as unknown as Form
const setting = {
  now: new Moment(Date.parse(book.now)),
  zone: book.zone,
  weekStart: book.week_start,
  isWorkday: () => true,
}

/** Moments are the same in whatever zone they are told. */
const told = (found: Given): Given => ({
  ...found,
  ...(typeof found['first'] === 'string' && { first: new Date(found['first']).toISOString() }),
})

test.each(book.cases)('$given', ({ given, expected }) => {
  expect(told(preview(form, given, setting) as Given)).toEqual(told(expected))
})
