// Linked fields take their value once what they hang on is known, and leave what they may not replace.
import { expect, test, vi } from 'vitest'
import type { Form } from '@/core/types'

const asked: unknown[] = []
vi.mock('@/core/linked', () => ({
  fetchLinked: async (form: string, key: string, values: unknown) => {
    asked.push([form, key, values])
    return { found: key !== 'lost', value: 9 }
  },
}))
const { linkedTo } = await import('./linking')

const linked = (key: string, overwrite: 'always' | 'empty', of: string[], more = {}) => ({
  key,
  kind: 'number',
  label: {},
  linkage: { form: 'goods', of, overwrite },
  ...more,
})
const form = {
  key: 'order',
  fields: [
    { key: 'maker', kind: 'relation', label: {}, options: { target: 'account' } },
    { key: 'day', kind: 'date', label: {} },
    linked('last', 'always', ['maker']),
    linked('first', 'empty', ['maker']),
    linked('both', 'always', ['maker', 'day']),
    linked('lost', 'always', ['maker']),
    linked('shut', 'always', ['maker'], { readonly: true }),
    linked('other', 'always', ['day']),
  ],
  system: [],
} as unknown as Form

test('asks by what is written, for fields that hang on the change alone', async () => {
  const maker = { id: 7, title: 'Maker' }
  expect(await linkedTo(form, { maker, last: 1, first: 2, day: null }, 'maker')).toEqual({ last: 9 })
  expect(asked).toEqual([
    ['order', 'last', { maker: 7 }],
    ['order', 'lost', { maker: 7 }],
  ])
  expect(await linkedTo(form, { maker, day: '2026-11-20' }, 'maker')).toEqual({ last: 9, first: 9, both: 9 })
  expect(await linkedTo(form, { maker: null }, 'maker')).toEqual({})
})
