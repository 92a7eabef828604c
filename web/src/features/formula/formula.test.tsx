// The editor of formulas: completion, labels for keys, what is wrong and where, the value on a record.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startLanguage } from '@/i18n'
import { FormulaEditor } from './FormulaEditor'

startLanguage()
afterEach(() => void vi.unstubAllGlobals())

const both = { family: 'x', takes: '', hint: {}, example: '', only: '', aliases: [], result: 'number' }
const functions = ['SUM', 'SUMIF'].map((key) => ({ ...both, key, label: { 'zh-CN': key } }))
const fields = [{ path: 'amount', type: 'number', labels: [{ 'zh-CN': 'Amount' }] }]

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
    serve(() => ({ ...good, text: 'amount * 2', said: 'Amount * 2', value: 2469 }))
    const { box, onChange } = shown('amount * 2')
    await waitFor(() => expect(box.value).toBe('Amount * 2'))
    await waitFor(() => expect(screen.getByText('2,469')).toBeTruthy())
    expect(onChange).not.toHaveBeenCalled()
  })
  it('tells what is to be stored, by keys, and null while it makes no sense', async () => {
    serve((text) =>
      text.includes('amunt')
        ? { code: 'formula.unknown_field', detail: 'no such field', params: { offset: 0, length: 5, near: ['amount'] } }
        : { ...good, text: 'amount + 1', said: 'Amount + 1', value: null, error: '#DIV/0' },
    )
    const { box, onChange } = shown('')
    fireEvent.change(box, { target: { value: 'amunt + 1' } })
    await waitFor(() => expect(screen.getByText('no such field')).toBeTruthy())
    expect(document.querySelector('mark')?.textContent).toBe('amunt')
    expect(box.getAttribute('aria-invalid')).toBe('true')
    expect(onChange).toHaveBeenLastCalledWith(null)
    fireEvent.change(box, { target: { value: 'Amount + 1' } })
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
