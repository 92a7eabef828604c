// The editor of formulas: completion, labels for keys, what is wrong and where, the value on a record.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FunctionWords, OfferedField } from '@/core/formula/checking'
import { accepted, around, completion } from '@/core/formula/completing'
import { startLanguage } from '@/i18n'
import { FormulaEditor } from './FormulaEditor'

startLanguage()
afterEach(() => void vi.unstubAllGlobals())

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

const json = (body: unknown, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))

function serve(check: (text: string) => unknown) {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url.includes('/functions')) return json({ functions })
    if (url.includes('/fields')) return json({ items: fields })
    const found = check((JSON.parse(String(init.body)) as { text: string }).text) as { code?: string }
    return json(found, found.code ? 422 : 200)
  })
}

function shown(value: string, onChange = vi.fn()) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <FormulaEditor form="deal" value={value} onChange={onChange} purpose="column" record={7} aria-label="formula" />
    </QueryClientProvider>,
  )
  return { box: screen.getByRole<HTMLTextAreaElement>('combobox'), onChange }
}

const good = { type: 'number', tree: {}, fields: [], volatile: '', error: null }

describe('the editor', () => {
  it('shows labels for keys and tells nobody before something is written', async () => {
    serve(() => ({ ...good, text: 'amount * 2', said: '金额 * 2', value: 2469 }))
    const { box, onChange } = shown('amount * 2')
    await waitFor(() => expect(box.value).toBe('金额 * 2'))
    await waitFor(() => expect(screen.getByText('2,469')).toBeTruthy())
    expect(onChange).not.toHaveBeenCalled()
  })
  it('tells what is to be stored, by keys, and null while it makes no sense', async () => {
    serve((text) =>
      text.includes('amunt')
        ? { code: 'formula.unknown_field', detail: 'no such field', params: { offset: 0, length: 5, near: ['amount'] } }
        : { ...good, text: 'amount + 1', said: '金额 + 1', value: null, error: '#DIV/0' },
    )
    const { box, onChange } = shown('')
    fireEvent.change(box, { target: { value: 'amunt + 1' } })
    await waitFor(() => expect(screen.getByText('no such field')).toBeTruthy())
    expect(document.querySelector('mark')?.textContent).toBe('amunt')
    expect(box.getAttribute('aria-invalid')).toBe('true')
    expect(onChange).toHaveBeenLastCalledWith(null)
    fireEvent.change(box, { target: { value: '金额 + 1' } })
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ text: 'amount + 1', type: 'number' }))
    expect(screen.getByText('#DIV/0')).toBeTruthy()
  })
  it('completes with the keyboard', async () => {
    serve((text) => ({ ...good, text, said: text, value: 1 }))
    const { box } = shown('')
    await waitFor(async () => {
      await userEvent.clear(box)
      await userEvent.type(box, 'su')
      expect(screen.getAllByRole('option')).toHaveLength(2)
    })
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(box.value).toBe('SUMIF(')
    expect(screen.queryByRole('listbox')).toBeNull()
  })
})
