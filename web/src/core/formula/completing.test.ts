// What is offered while somebody types a formula, and how a mistake is cut out of its line.
import { describe, expect, it } from 'vitest'
import type { FunctionWords, OfferedField } from './checking'
import { accepted, around, completion } from './completing'

const words = (zh: string, en: string) => ({ 'zh-CN': zh, 'en-US': en })
const both = { family: 'x', takes: '', hint: {}, example: '', only: '' }
const functions: FunctionWords[] = [
  { ...both, key: 'SUM', aliases: [], result: 'number', label: words('求和', 'Sum') },
  { ...both, key: 'SUMIF', aliases: [], result: 'number', label: words('条件求和', 'Sum if') },
  { ...both, key: 'AVERAGE', aliases: ['AVG'], result: 'number', label: words('平均值', 'Average') },
]
const fields: OfferedField[] = [
  { path: 'amount', type: 'number', labels: [words('金额', 'Amount')] },
  { path: 'close_on', type: 'date', labels: [words('预计 成交', 'Expected close')] },
  { path: 'lines.price', type: 'number[]', labels: [words('明细', 'Lines'), words('单价', 'Price')] },
  { path: 'odd', type: 'text', labels: [words('a.b', 'a.b')] },
]
const names = (text: string, caret = text.length) =>
  completion(text, caret, functions, fields, (w) => w['zh-CN'] ?? '')?.items.map((item) => item.insert) ?? null

describe('completion', () => {
  it.each([
    ['SU', ['SUM(', 'SUMIF(']],
    ['1 + su', ['SUM(', 'SUMIF(']],
    ['avg', ['AVERAGE(']],
    ['求', ['SUM(']],
    ['金', ['金额']],
    ['amo', ['金额']],
    ['单', ['明细.单价']],
    ['{预', ['{预计 成交}']],
    ['{', ['金额', '{预计 成交}', '明细.单价', 'odd']],
    ['a.', ['odd']],
    ['"su', null],
    ['“su', null],
    ['"a" & su', ['SUM(', 'SUMIF(']],
    ['1 + ', null],
    ['zzz', null],
  ])('of %s', (text, expected) => expect(names(text)).toEqual(expected))

  it('replaces the word and keeps one parenthesis', () => {
    const at = (text: string, caret: number) => completion(text, caret, functions, fields, (w) => w['zh-CN'] ?? '')!
    const sum = at('1 + su', 6)
    expect(accepted('1 + su', sum, sum.items[0]!)).toEqual({ text: '1 + SUM(', caret: 8 })
    const again = at('su(1)', 2)
    expect(accepted('su(1)', again, again.items[0]!)).toEqual({ text: 'SUM(1)', caret: 4 })
    const braced = at('{预}', 2)
    expect(accepted('{预}', braced, braced.items[0]!).text).toBe('{预计 成交}')
  })
})

it('cuts out the line and the place of what is wrong, in code points', () => {
  expect(around('1 +\n  amunt * 2', 6, 5)).toEqual(['  ', 'amunt', ' * 2'])
  expect(around('"😀" + x', 6, 1)).toEqual(['"😀" + ', 'x', ''])
  expect(around('1 +', 3, 1)).toEqual(['1 +', '', ''])
})
