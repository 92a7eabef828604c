// Lists compared by their keys.
import { expect, it } from 'vitest'
import { compareLists, isNamedList } from './lists'

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
