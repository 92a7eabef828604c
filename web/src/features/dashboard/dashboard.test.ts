import { expect, test } from 'vitest'
import { judge, type Figure } from './dashboard'

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
