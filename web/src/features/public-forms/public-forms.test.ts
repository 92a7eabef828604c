// Links, embed code and the first draft of a public form.
import { describe, expect, it } from 'vitest'
import type { Form } from '@/core/types'
import { embedCode, firstDraft, linkOf, moved } from './publicForms'

describe('handing out', () => {
  it('names the source in the link', () => {
    expect(linkOf('s3cret')).toBe(`${location.origin}/p/s3cret`)
    expect(linkOf('s3cret', 'a b&c')).toBe(`${location.origin}/p/s3cret?c=a+b%26c`)
  })
  it('writes nothing of a title as HTML', () => {
    const code = embedCode('s3cret-and-long', 'fair', '"><script>alert(1)</script>')
    expect(code).not.toContain('<script>alert')
    expect(code).toContain('embed=1&amp;c=fair')
    const box = document.createElement('div')
    box.innerHTML = code
    expect(box.querySelector('iframe')?.title).toBe('"><script>alert(1)</script>')
  })
})

describe('a first draft', () => {
  const field = (key: string, required = false) => ({ key, kind: 'text', label: {}, required })
  const form = {
    key: 'lead',
    label: {},
    title: 'company',
    traits: { party: { phone: 'phone', site: 'hidden' } },
    fields: [field('note'), field('company'), field('phone'), field('hidden'), field('must', true)],
  } as unknown as Form
  const keys = (offered: string[]) => firstDraft(form, offered, {}).fields.map((f) => f.key)
  it('has what is required and how to reach somebody', () => {
    expect(keys(['note', 'company', 'phone', 'must'])).toEqual(['company', 'phone', 'must'])
  })
  it('has something at least', () => expect(keys(['note'])).toEqual(['note']))
})

it('moves within the list only', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})
