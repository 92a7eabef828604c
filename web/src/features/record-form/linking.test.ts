// Linked fields take their value once what they hang on is known, and leave what they may not replace.
import { afterAll, expect, test, vi } from 'vitest'
import type { Form } from '@/core/types'
import { linkedTo } from './linking'

const asked: unknown[] = []
vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
  const { key, values } = JSON.parse(String(init.body)) as { key: string; values: unknown }
  asked.push([url, key, values])
  return Promise.resolve(Response.json({ found: key !== 'lost', value: 9 }))
})
afterAll(() => vi.unstubAllGlobals())

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
    ['/api/records/order/linked', 'last', { maker: 7 }],
    ['/api/records/order/linked', 'lost', { maker: 7 }],
  ])
  expect(await linkedTo(form, { maker, day: '2026-11-20' }, 'maker')).toEqual({ last: 9, first: 9, both: 9 })
  expect(await linkedTo(form, { maker: null }, 'maker')).toEqual({})
})
