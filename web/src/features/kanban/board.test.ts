import { expect, test } from 'vitest'
import { held, moved, type Board } from './board'

const board: Board = {
  columns: [
    { stage: 'need', count: 2, amount: 5, weighted: 1, items: [{ id: 1, version: 1, title: 'a', stage: 'need' }] },
    { stage: 'proposal', count: 0, amount: 0, weighted: 0, items: [] },
  ],
  totals: { count: 2, amount: 5, weighted: 1, leaking: { count: 0, amount: 0 } },
}

test('a moved card stands on top of its new column and both counts follow', () => {
  const after = moved(board, board.columns[0]!.items[0]!, 'proposal')
  expect(after.columns.map((c) => c.count)).toEqual([1, 1])
  expect(after.columns[1]!.items[0]).toMatchObject({ id: 1, stage: 'proposal' })
  expect(after.columns[0]!.items).toEqual([])
})

test('a card dropped where it was changes nothing', () => {
  expect(moved(board, board.columns[0]!.items[0]!, 'need')).toBe(board)
})

test('an unknown card changes nothing', () => {
  expect(moved(board, { id: 9, version: 1, title: 'x' }, 'proposal')).toBe(board)
})

test('a card that left the board while its gate asks is held where it stood, once', () => {
  const card = { id: 9, version: 1, title: 'x' }
  const after = held(board, card, 'proposal')
  expect(after.columns[1]!.items).toEqual([card])
  expect(held(after, card, 'need')).toBe(after)
  expect(held(board, card, 'gone').columns.at(-1)).toMatchObject({ stage: 'gone', items: [card] })
})
