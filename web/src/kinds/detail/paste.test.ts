// Cells of a spreadsheet land where they were pasted, as values of their columns.
import { describe, expect, it } from 'vitest'
import type { Field } from '@/core/types'
import { cellsOf, pasted, readAs } from './paste'

const column = (key: string, kind: string, more: Partial<Field> = {}): Field => ({ key, kind, label: {}, ...more })
const choices = {
  choices: [
    { key: 'box', label: { 'zh-CN': '\u7bb1' } },
    { key: 'old', label: {}, archived: true },
  ],
}

describe('what is copied from a spreadsheet', () => {
  it('is lines of cells, in quotes with lines of their own', () => {
    expect(cellsOf('one cell')).toBeNull()
    expect(cellsOf('a\tb\r\n\t2\r\n')).toEqual([
      ['a', 'b'],
      ['', '2'],
    ])
    expect(cellsOf('"two\nlines"\t"say ""hi"""\nx\ty')).toEqual([
      ['two\nlines', 'say "hi"'],
      ['x', 'y'],
    ])
  })

  it('becomes values of the columns, or is left alone', () => {
    const read = (kind: string, text: string, more: Partial<Field> = {}) => readAs(column('c', kind, more), text)
    expect([read('number', '1,234.5'), read('money', '\u00a53\u4e07'), read('percent', '12.5%')]).toEqual([
      1234.5, 30000, 12.5,
    ])
    expect([read('date', '2026/5/1'), read('date', '2026-02-30'), read('date', 'soon')]).toEqual([
      '2026-05-01',
      undefined,
      undefined,
    ])
    expect([read('switch', '\u662f'), read('switch', 'NO'), read('switch', 'perhaps')]).toEqual([
      true,
      false,
      undefined,
    ])
    const one = { options: choices }
    expect([read('choice', '\u7bb1', one), read('choice', 'old', one), read('choices', 'box;\u7bb1', one)]).toEqual([
      'box',
      undefined,
      ['box', 'box'],
    ])
    expect([read('number', 'many'), read('number', ''), read('relation', 'x')]).toEqual([undefined, null, undefined])
  })

  it('fills rows from the cell on and adds what is missing, past removed rows and computed columns', () => {
    const tree = { fn: 'x' } as unknown as NonNullable<Field['tree']>
    const field = column('lines', 'detail', {
      fields: [column('item', 'text'), column('total', 'formula', { tree }), column('count', 'number')],
    })
    const rows = [{ item: 'a' }, { id: 4, _delete: true }, { id: 5, item: 'c', count: 1 }]
    expect(pasted(field, rows, [['x', '9', '2'], ['y', '9', 'no'], ['z']], 0, 'item')).toEqual({
      rows: [{ item: 'x', count: 2 }, rows[1], { id: 5, item: 'y', count: 1 }, { item: 'z' }],
      unread: 1,
    })
  })
})
