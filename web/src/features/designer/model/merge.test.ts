// Changes of two people to one definition.
import { describe, expect, it } from 'vitest'
import { merge } from './merge'
import type { FormDef } from './types'

const base: FormDef = {
  key: 'x',
  label: { 'zh-CN': 'a' },
  title: 'name',
  fields: [
    { key: 'name', kind: 'text', label: {} },
    { key: 'kind', kind: 'choice', label: {}, options: { choices: [{ key: 'a', label: {} }] } },
    { key: 'city', kind: 'text', label: {} },
  ],
  sections: [{ key: 's', label: {}, fields: ['name', 'kind', 'city'] }],
}

const change = (edit: (f: FormDef) => void): FormDef => {
  const copy = structuredClone(base)
  edit(copy)
  return copy
}

describe('merging', () => {
  it('takes what only one of the two changed', () => {
    const mine = change((f) => (f.fields[0]!.required = true))
    const theirs = change((f) => {
      f.fields[1]!.options!.choices!.push({ key: 'b', label: {} })
      f.label = { 'zh-CN': 'b' }
    })
    const both = merge(base, mine, theirs)
    expect([both.fields[0]?.required, both.fields[1]?.options?.choices?.length, both.label]).toEqual([
      true,
      2,
      { 'zh-CN': 'b' },
    ])
    expect([merge(base, base, theirs), merge(base, mine, base)]).toEqual([theirs, mine])
  })
  it('lets mine stand where both changed one value', () => {
    const mine = change((f) => (f.title = 'city'))
    const theirs = change((f) => (f.title = 'kind'))
    expect(merge(base, mine, theirs).title).toBe('city')
  })
  it('keeps fields added on either side, each in its place', () => {
    const mine = change((f) => {
      f.fields.push({ key: 'mine', kind: 'text', label: {} })
      f.sections![0]!.fields = ['mine', 'name', 'kind', 'city']
    })
    const theirs = change((f) => {
      f.fields.splice(1, 0, { key: 'theirs', kind: 'text', label: {} })
      f.sections![0]!.fields = ['name', 'theirs', 'kind', 'city']
    })
    const both = merge(base, mine, theirs)
    expect(both.fields.map((f) => f.key)).toEqual(['name', 'theirs', 'kind', 'city', 'mine'])
    expect(both.sections?.[0]?.fields).toEqual(['mine', 'name', 'theirs', 'kind', 'city'])
  })
  it('takes away what one took away, unless the other changed it', () => {
    const without = change((f) => f.fields.pop())
    const renamed = change((f) => (f.fields[2]!.label = { 'zh-CN': 'c' }))
    expect(merge(base, without, base).fields).toHaveLength(2)
    expect(merge(base, without, renamed).fields.map((f) => f.key)).toEqual(['name', 'kind', 'city'])
  })
  it('brings in lists that only one of them has', () => {
    const theirs = change((f) => (f.rules = [{ key: 'r', actions: [] }]))
    const mine = change((f) => (f.rules = [{ key: 'q', actions: [] }]))
    expect(
      merge(base, mine, theirs)
        .rules?.map((r) => r.key)
        .sort(),
    ).toEqual(['q', 'r'])
  })
})
