// The list against a recorded server: rows, sorting, edit in place, a clash, bulk work with undo.
import { QueryClientProvider } from '@tanstack/react-query'
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { usePreferences } from '@/core/preferences'
import { makeQueryClient, ME } from '@/core/query'
import { useToasts } from '@/core/toasts'
import type { Field, Form, Me, Row } from '@/core/types'
import { startLanguage } from '@/i18n'
import { ListPage } from './ListPage'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()
configure({ asyncUtilTimeout: 8000 })
vi.setConfig({ testTimeout: 30_000 })

// jsdom measures nothing; the virtual table needs a height to show rows in.
for (const size of ['clientHeight', 'clientWidth'])
  Object.defineProperty(HTMLElement.prototype, size, { configurable: true, get: () => 600 })

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const field = (key: string, kind: string, more: Partial<Field> = {}): Field => ({
  key,
  kind,
  label: en(key),
  operators: ['eq'],
  options: {},
  ...more,
})
const form: Form = {
  key: 'account',
  version: 1,
  label: en('Account'),
  plural: en('Accounts'),
  title: 'name',
  views: [],
  system: [],
  fields: [
    field('name', 'text', { required: true }),
    field('city', 'text'),
    field('worth', 'money', { summable: true }),
  ],
  actions: ['read', 'create', 'change', 'delete', 'assign'],
}
const me = {
  person: { id: 1, name: 'Zhou' },
  workspace: { zone: 'Asia/Shanghai' },
  rights: { forms: {}, configure: false, people: false },
  menu: [],
} as unknown as Me

type Call = { method: string; path: string; query: URLSearchParams; body: Record<string, unknown> }
let calls: Call[] = []
let replies: { [call: string]: (call: Call) => [status: number, body: unknown] } = {}

const row = (id: number, more: Partial<Row> = {}): Row => ({
  id,
  version: 3,
  title: `Firm ${id}`,
  name: `Firm ${id}`,
  city: 'Wuxi',
  worth: id * 1000,
  ...more,
})

beforeEach(() => {
  calls = []
  useToasts.setState({ items: [] })
  replies = {
    'GET /records/account': () => [
      200,
      { items: [row(1), row(2), row(3)], next: null, total: { value: 3, exact: true } },
    ],
    'POST /aggregate/account': () => [200, { columns: [], rows: [[6000]] }],
    'GET /forms': () => [200, { items: [form], revision: 1 }],
    'GET /jobs': () => [200, { items: [] }],
    'GET /notifications': () => [200, { items: [], unread: 0 }],
  }
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    const call = {
      method: init.method ?? 'GET',
      path: pathname.replace('/api', ''),
      query: searchParams,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : {},
    }
    calls.push(call)
    const [status, body] = replies[`${call.method} ${call.path}`]?.(call) ?? [404, { code: 'http.not_found' }]
    const type = status >= 400 ? 'application/problem+json' : 'application/json'
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }))
  })
})

function open(address = '/f/account') {
  const client = makeQueryClient()
  client.setQueryData(ME, me)
  const router = createMemoryRouter(
    [
      { path: '/f/:form', element: <ListPage form={form} /> },
      { path: '/f/:form/:id', element: <p>record</p> },
    ],
    { initialEntries: [address] },
  )
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return router
}

const cell = async (at: string): Promise<HTMLElement> =>
  waitFor(() => document.querySelector<HTMLElement>(`[data-cell="${at}"]`) ?? Promise.reject(new Error(at)))
const sent = (method: string, path: string) => calls.filter((c) => c.method === method && c.path === path)

describe('a list', () => {
  it('shows rows, exact count and sums', async () => {
    open()
    expect(await screen.findByText('Firm 2')).toBeInTheDocument()
    expect(screen.getByText('3 in all')).toBeInTheDocument()
    expect(await screen.findByText('¥6,000')).toBeInTheDocument()
    expect(sent('GET', '/records/account')[0]!.query.get('count')).toBe('exact')
  })
  it('sorts by a column head and says so in the address', async () => {
    const router = open()
    await userEvent.click(await screen.findByRole('button', { name: 'worth' }))
    expect(router.state.location.search).toContain('sort=-worth')
    await waitFor(() => expect(sent('GET', '/records/account').at(-1)!.query.get('sort')).toBe('-worth'))
  })
  it('opens under the filter of the address', async () => {
    open(`/f/account?filter=${encodeURIComponent('{"field":"city","op":"eq","value":"Wuxi"}')}`)
    await screen.findByText('Firm 1')
    expect(JSON.parse(sent('GET', '/records/account')[0]!.query.get('filter')!)).toEqual({
      field: 'city',
      op: 'eq',
      value: 'Wuxi',
    })
  })
  it('offers to clear what hides everything', async () => {
    replies['GET /records/account'] = () => [200, { items: [], next: null, total: { value: 0, exact: true } }]
    const router = open(`/f/account?filter=${encodeURIComponent('{"field":"city","op":"eq","value":"x"}')}`)
    await userEvent.click(await screen.findByRole('button', { name: 'Clear 1 filter' }))
    expect(router.state.location.search).not.toContain('filter')
  })
  it('keeps its place and offers a retry when it cannot be loaded', async () => {
    replies['GET /records/account'] = () => [500, { code: 'internal', request_id: 'r1' }]
    open()
    expect(await screen.findByText(/internal · r1/)).toBeInTheDocument()
    replies['GET /records/account'] = () => [200, { items: [row(9)], next: null, total: { value: 1, exact: true } }]
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Firm 9')).toBeInTheDocument()
  })
})

async function retype(at: string, text: string) {
  fireEvent.click(await cell(at))
  const box = await waitFor(
    () => document.querySelector<HTMLInputElement>(`[data-cell="${at}"] input`) ?? Promise.reject(new Error('box')),
  )
  await userEvent.clear(box)
  await userEvent.type(box, `${text}{Enter}`)
}

describe('editing in place', () => {
  it('saves with the version it saw', async () => {
    replies['PATCH /records/account/1'] = (c) => {
      const saved = row(1, { version: 4, city: c.body['city'] })
      replies['GET /records/account'] = () => [200, { items: [saved], next: null, total: { value: 1, exact: true } }]
      return [200, saved]
    }
    open()
    await retype('0:1', 'Suzhou')
    await waitFor(() =>
      expect(sent('PATCH', '/records/account/1').map((c) => c.body)).toEqual([{ city: 'Suzhou', version: 3 }]),
    )
    await waitFor(async () => expect(await cell('0:1')).toHaveTextContent('Suzhou'))
  })
  it('sends nothing when nothing changed', async () => {
    open()
    await retype('0:1', 'Wuxi')
    expect(sent('PATCH', '/records/account/1')).toEqual([])
  })
  it('says at the cell what was refused', async () => {
    replies['PATCH /records/account/1'] = () => [
      422,
      { code: 'invalid', errors: [{ field: 'city', code: 'x', detail: 'Too odd a city' }] },
    ]
    open()
    await retype('0:1', 'Nowhere')
    expect(await screen.findByText('Too odd a city')).toBeInTheDocument()
    expect(await cell('0:1')).toHaveTextContent('Wuxi')
  })
  it('shows both values of a clash and builds on the newer version', async () => {
    const clash = {
      code: 'records.conflict',
      errors: [{ field: 'city', code: 'records.field_conflict', detail: '', params: { by: { id: 2, title: 'Chen' } } }],
    }
    replies['PATCH /records/account/1'] = (c) =>
      c.body['version'] === 5 ? [200, row(1, { version: 6, city: 'Suzhou' })] : [409, clash]
    replies['GET /records/account/1'] = () => [200, row(1, { version: 5, city: 'Nantong' })]
    open()
    await retype('0:1', 'Suzhou')
    expect(await screen.findByText('Chen changed city just now')).toBeInTheDocument()
    expect(screen.getByText('Nantong')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Use mine' }))
    await waitFor(() =>
      expect(sent('PATCH', '/records/account/1').map((c) => c.body)).toEqual([
        { city: 'Suzhou', version: 3 },
        { city: 'Suzhou', version: 5 },
      ]),
    )
  })
})

describe('bulk work', () => {
  it('names the ids, tells the count and can be undone', async () => {
    replies['POST /records/account/bulk'] = () => [202, { job: 'j', batch: 7 }]
    replies['GET /jobs/j'] = () => [200, { id: 'j', state: 'done' }]
    replies['GET /batches/7'] = () => [
      200,
      {
        id: 7,
        kind: 'delete',
        form: 'account',
        state: 'done',
        summary: { changed: 2, failed: 0 },
        undo: { possible: true },
      },
    ]
    replies['POST /batches/7/undo'] = () => [202, { job: 'j', batch: 8 }]
    open()
    await userEvent.click(await screen.findByLabelText('Select “Firm 1”'))
    await userEvent.click(screen.getByLabelText('Select “Firm 3”'))
    expect(screen.getByRole('toolbar')).toHaveTextContent('2 selected')
    expect(screen.getByRole('toolbar')).toHaveTextContent('¥4,000')
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(useToasts.getState().items.map((t) => t.text)).toEqual(['2 deleted']))
    expect(sent('POST', '/records/account/bulk')[0]!.body).toEqual({ ids: [1, 3], move: { to: 'delete' } })
    useToasts.getState().items[0]!.undo?.()
    await waitFor(() => expect(sent('POST', '/batches/7/undo')).toHaveLength(1))
  })
})

describe('creating', () => {
  it('asks for what is required, keeps the draft, says refusals at their field', async () => {
    replies['POST /records/account'] = () => [
      422,
      { code: 'invalid', detail: 'x', errors: [{ field: 'name', code: 'taken', detail: 'There is a Firm X already' }] },
    ]
    open('/f/account?new=1')
    await userEvent.click(await screen.findByRole('button', { name: /Create$/ }))
    expect(await screen.findByText('Fill in name')).toBeInTheDocument()
    await userEvent.type(screen.getByLabelText(/^name/), 'Firm X')
    expect(localStorage.getItem('bulou.draft.create.account')).toContain('Firm X')
    await userEvent.click(await screen.findByRole('button', { name: /Create$/ }))
    expect(await screen.findByText('There is a Firm X already')).toBeInTheDocument()
    replies['POST /records/account'] = () => [201, row(40)]
    await userEvent.click(await screen.findByRole('button', { name: /Create$/ }))
    expect(await screen.findByText('record')).toBeInTheDocument()
    expect(sent('POST', '/records/account').at(-1)!.body).toEqual({ name: 'Firm X' })
    expect(localStorage.getItem('bulou.draft.create.account')).toBeNull()
  })
})
