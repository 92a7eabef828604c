// Lists compared by their keys.
import { expect, it } from 'vitest'
import { compareLists, isNamedList, spreadParts } from './lists'

it('tells what came, went, changed and moved', () => {
  const a = { key: 'a', fields: [1] }
  const b = { key: 'b' }
  const c = { key: 'c' }
  expect(compareLists([a, b], [b, { ...a, fields: [2] }, c])).toEqual({
    added: [c],
    removed: [],
    changed: [{ key: 'a', fields: [2] }],
    order: true,
  })
  expect(compareLists([a, b], [a])).toMatchObject({ removed: [b], changed: [], order: false })
  expect([isNamedList([a]), isNamedList(['x']), isNamedList([])]).toEqual([true, false, false])
})

it('takes options, traits and words apart, and nothing else', () => {
  const parts = [
    { part: 'options', before: { min: 1, rows: 4 }, after: { min: 2, rows: 4, max: 9 } },
    { part: 'traits', before: { party: { name: 'n', email: 'e' } }, after: { party: { name: 'n' } } },
    { part: 'label', before: { 'zh-CN': 'x', 'en-US': 'a' }, after: { 'zh-CN': 'x', 'en-US': 'b' } },
    { part: 'default', before: null, after: { today: true } },
    { part: 'required', before: false, after: true },
  ]
  expect(spreadParts(parts).map((p) => [p.part, p.before, p.after])).toEqual([
    ['options.min', 1, 2],
    ['options.max', null, 9],
    ['traits.party.email', 'e', null],
    ['label.en-US', 'a', 'b'],
    ['default', null, { today: true }],
    ['required', false, true],
  ])
})
