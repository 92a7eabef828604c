// Linked fields take their value once what they hang on is known, and leave what they may not replace.
import { act, renderHook, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterAll, expect, test, vi } from 'vitest'
import type { Form } from '@/core/types'
import { linkedTo, useLinking } from './linking'

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

const filledIn = (start: { [key: string]: unknown }, restored: boolean) =>
  renderHook(() => {
    const [values, put] = useState<{ [key: string]: unknown }>(start)
    useLinking(form, values as never, put as never, restored)
    return { values, put }
  })

test('of a form left half filled in, what was typed over a linked value stands; a pick after that brings the next', async () => {
  const maker = { id: 7, title: 'Maker' }
  const { result } = filledIn({ maker, last: 1 }, true)
  await waitFor(() => expect(result.current.values.first).toBe(9))
  expect(result.current.values.last).toBe(1)
  act(() => result.current.put((now) => ({ ...now, maker: { id: 8, title: 'Other' } })))
  await waitFor(() => expect(result.current.values.last).toBe(9))
})
