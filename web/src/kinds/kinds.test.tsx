// Every field kind: shows nothing and something, edits, asks in a filter, writes what the API takes.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { MemoryRouter } from 'react-router'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Field } from '@/core/types'
import { startLanguage } from '@/i18n'
import { FieldCell, FieldEditor, FieldOperand, isEmpty, kindOf, toWrite } from '.'
import { offsetOf } from './DateOperand'
import { safeUrl } from './ReachCell'
import { fieldKinds } from './registry'
import { grouped } from './fields/phone'

startLanguage()
vi.setConfig({ testTimeout: 30_000 }) // Rendering every control takes a while on a busy machine.
vi.stubGlobal('fetch', () =>
  Promise.resolve(new Response('{"items":[]}', { headers: { 'content-type': 'application/json' } })),
)
afterAll(() => void vi.unstubAllGlobals())

const file = { id: 4, name: 'a.pdf', size: 1200, type: 'application/pdf' }
const choices = [{ key: 'a', label: { 'zh-CN': 'A', 'en-US': 'A' } }]
const columns: Field[] = [
  { key: 'product', kind: 'relation', label: {}, options: { target: 'product' } },
  { key: 'qty', kind: 'number', label: {} },
]

/** A value as read, and as it must be written. */
const samples: { [kind: string]: { read: unknown; written: unknown; options?: Field['options']; fields?: Field[] } } = {
  text: { read: 'x', written: 'x' },
  long_text: { read: 'x\ny', written: 'x\ny' },
  number: { read: 12, written: 12 },
  money: { read: 1286000, written: 1286000 },
  percent: { read: 20, written: 20 },
  date: { read: '2026-11-20', written: '2026-11-20' },
  datetime: { read: '2026-11-20T10:00:00+08:00', written: '2026-11-20T10:00:00+08:00' },
  choice: { read: 'a', written: 'a', options: { choices } },
  choices: { read: ['a'], written: ['a'], options: { choices } },
  switch: { read: true, written: true },
  phone: { read: '13902255229', written: '13902255229' },
  email: { read: 'a@b.cn', written: 'a@b.cn' },
  link: { read: 'https://b.cn', written: 'https://b.cn' },
  person: { read: { id: 3, title: 'X' }, written: 3 },
  department: { read: { id: 3, title: 'X' }, written: 3 },
  relation: { read: { id: 3, title: 'X' }, written: 3, options: { target: 'account' } },
  relations: { read: [{ id: 3, title: 'X' }], written: [3], options: { target: 'account' } },
  detail: {
    read: [{ id: 1, product: { id: 9, title: 'GP-8' }, qty: 2 }, { id: 2, _delete: true }, {}],
    written: [
      { id: 1, product: 9, qty: 2 },
      { id: 2, _delete: true },
    ],
    fields: columns,
  },
  file: { read: [file], written: [4] },
  image: { read: [file], written: [4] },
  serial: { read: 'SJ-1', written: 'SJ-1' },
  formula: { read: 1.5, written: 1.5, options: { result: 'number', decimals: 2 } },
  rollup: { read: 1.5, written: 1.5, options: { result: 'number', decimals: 2 } },
  lookup: { read: 'a', written: 'a', options: { shows: { kind: 'choice', options: { choices } } } },
  time: { read: '09:30', written: '09:30' },
  date_range: {
    read: { start: '2026-11-20', end: '2026-11-30' },
    written: { start: '2026-11-20', end: '2026-11-30' },
  },
  tags: { read: ['x', 'y'], written: ['x', 'y'] },
  people: { read: [{ id: 3, title: 'X' }], written: [3] },
  departments: { read: [{ id: 3, title: 'X' }], written: [3] },
  cascade: {
    read: 'a/b',
    written: 'a/b',
    options: { nodes: [{ key: 'a', label: { 'zh-CN': 'A' }, children: [{ key: 'b', label: { 'zh-CN': 'B' } }] }] },
  },
  address: {
    read: { region: '44/4403/440305', names: ['X', 'Y'], detail: 'Z' },
    written: { region: '44/4403/440305', detail: 'Z' },
  },
  rich_text: { read: '<p>x</p>', written: '<p>x</p>' },
  id_number: { read: '11010519491231002X', written: '11010519491231002X' },
  credit_code: { read: '91350100M000100Y43', written: '91350100M000100Y43' },
  colour: { read: '#0b6c86', written: '#0b6c86' },
  location: { read: { lat: 31.2, lng: 121.4, address: 'X' }, written: { lat: 31.2, lng: 121.4, address: 'X' } },
  signature: { read: [file], written: [4] },
  rmb_capitals: { read: 'X', written: 'X' },
  barcode: { read: '6901234567892', written: '6901234567892' },
  rating: { read: 4, written: 4 },
  slider: { read: 40, written: 40 },
  stage: { read: 'a', written: 'a', options: { choices } },
}

const DATED = new Set(['date', 'datetime', 'date_range'])

const show = (element: ReactElement) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>{element}</MemoryRouter>
    </QueryClientProvider>,
  )

describe.each([...fieldKinds.keys()])('%s', (kind) => {
  const sample = samples[kind]!
  const field: Field = {
    key: 'f',
    kind,
    label: { 'zh-CN': 'F' },
    options: sample.options ?? {},
    fields: sample.fields ?? [],
  }
  it('shows a value and its absence', () => {
    const full = show(<FieldCell field={field} value={sample.read} />).container.innerHTML
    const none = show(<FieldCell field={field} value={null} />).container.innerHTML
    expect(full).not.toBe('')
    expect(none).not.toBe(full)
  })
  it('writes what the API takes', () => {
    expect(toWrite([field], { f: sample.read })).toEqual({ f: sample.written })
    const nothing = toWrite([field], { f: null })['f']
    expect(isEmpty(nothing)).toBe(true)
  })
  it('has a control, or says that it is not written by hand', () => {
    const { container } = show(
      <FieldEditor field={field} value={sample.read} onChange={() => undefined} aria-label="edit" />,
    )
    expect(Boolean(container.querySelector('input, textarea, button, [role=switch], [role=radio]'))).toBe(
      kindOf(kind).Editor !== undefined,
    )
  })
  it('has a value box for filters', () => {
    const op = DATED.has(kind) ? 'relative' : kind === 'detail' || kind === 'signature' ? 'not_empty' : 'eq'
    const { container } = show(<FieldOperand field={field} op={op} value={null} onChange={() => undefined} />)
    expect(container.querySelector('input, [role=radio]') !== null).toBe(op !== 'not_empty')
  })
})

describe('details of kinds', () => {
  it('a record of any form is written with its form', () => {
    const about: Field = { key: 'about', kind: 'relation', label: {}, options: { target: '*' } }
    expect(toWrite([about], { about: { form: 'lead', id: 5, title: 'X' } })).toEqual({ about: { form: 'lead', id: 5 } })
  })
  it('what is not listed is said in its own words', () => {
    const field: Field = { key: 'c', kind: 'choices', label: {}, options: { choices, other: true } }
    const { container } = show(<FieldCell field={field} value={['a', { other: 'Tractors' }]} />)
    expect(container.textContent).toBe('ATractors')
    expect(toWrite([field], { c: ['a', { other: 'Tractors' }] })).toEqual({ c: ['a', { other: 'Tractors' }] })
  })
  it('one stage that is asked for stands in its box', () => {
    const field: Field = { key: 'stage', kind: 'stage', label: {}, options: { choices } }
    const { container } = show(<FieldOperand field={field} op="eq" value="a" onChange={() => undefined} />)
    expect(container.textContent).toContain('A')
  })
  it('an unknown kind is shown but not edited', () => {
    expect(kindOf('hologram').Editor).toBeUndefined()
  })
  it.each(['money', 'number', 'percent'])('%s: an empty box that is left stays empty', async (kind) => {
    const field: Field = { key: 'k', kind, label: {}, options: { min: 0, decimals: 2 } }
    const change = vi.fn()
    const { container } = render(
      <QueryClientProvider client={new QueryClient()}>
        <FieldEditor field={field} value={null} onChange={change} ids={{ id: 'k', invalid: false }} />
      </QueryClientProvider>,
    )
    const box = container.querySelector('input')!
    await userEvent.click(box)
    await userEvent.tab()
    expect(change).not.toHaveBeenCalled()
    await userEvent.type(box, '1,234')
    await userEvent.tab()
    expect(change).toHaveBeenLastCalledWith(1234)
  })
  it('a computed field shows its result as its kind does, and its error by code', () => {
    const field: Field = { key: 'k', kind: 'formula', label: {}, options: { result: 'percent', decimals: 1 } }
    const text = (value: unknown) => show(<FieldCell field={field} value={value} />).container.textContent
    expect([text(20), text({ error: '#DIV/0' }), text(null)]).toEqual(['20%', '#DIV/0', '—'])
    const shows = { kind: 'rollup', options: { result: 'percent' } }
    const through = show(<FieldCell field={{ ...field, kind: 'lookup', options: { shows } }} value={7} />)
    expect(through.container.textContent).toBe('7%')
  })
  it('groups mobile numbers for reading', () => {
    expect([grouped('13902255229'), grouped('027-88886666')]).toEqual(['139 0225 5229', '027-88886666'])
  })
  it.each([
    ['https://a.cn', 'https://a.cn'],
    ['a.cn/x', 'https://a.cn/x'],
    ['javascript:alert(1)', null],
    ['no address', null],
  ])('links %s only when it is an address', (text, href) => {
    expect(safeUrl(text)).toBe(href)
  })
  it.each([
    [{ relative: 'today' }, 0],
    [{ relative: 'n_days_ago', n: 7 }, -7],
    [{ relative: 'n_days_later', n: 7 }, 7],
    [{ relative: 'this_week' }, null],
  ])('counts %o from today', (relative, days) => {
    expect(offsetOf(relative)).toBe(days)
  })
})
