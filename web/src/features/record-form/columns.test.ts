// Which fields stand side by side.
import { describe, expect, it } from 'vitest'
import type { Field, Form } from '@/core/types'
import { isWide, runsOf } from './columns'

const fields: Field[] = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, kind: 'text', label: {} }))
const form = (sections: Form['sections']): Form =>
  ({ key: 'x', version: 1, label: {}, title: 'a', fields, system: [], actions: [], sections }) as Form

describe('columns', () => {
  it('cut the fields where another section begins', () => {
    const two = form([
      { key: 's', fields: ['a', 'b', 'c'], columns: 2 },
      { key: 't', fields: ['d'], columns: 2 },
    ])
    expect(runsOf(two, fields).map((r) => `${r.columns}:${r.fields.map((f) => f.key).join('')}`)).toEqual([
      '2:abc',
      '2:d',
      '1:e',
    ])
    expect(isWide(two)).toBe(true)
  })
  it('leave a form without them in one run', () => {
    const plain = form([{ key: 's', fields: ['a', 'b'] }])
    expect(runsOf(plain, fields)).toEqual([{ columns: 1, fields }])
    expect([isWide(plain), isWide(form(undefined))]).toEqual([false, false])
  })
})
