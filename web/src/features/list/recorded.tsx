// A recorded server for tests of the list: what was asked, and what is answered.
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { act, configure, render, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, vi } from 'vitest'
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
export const form: Form = {
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
    field('size', 'choice', { groupable: true, options: { choices: [{ key: 'big', label: en('Big') }] } }),
  ],
  actions: ['read', 'create', 'change', 'delete', 'assign'],
}
const me = {
  person: { id: 1, name: 'Zhou' },
  workspace: { zone: 'Asia/Shanghai', week_start: 1 },
  rights: { forms: {}, configure: false, people: false },
  menu: [],
} as unknown as Me

type Call = { method: string; path: string; query: URLSearchParams; body: Record<string, unknown> }
export let calls: Call[] = []
export let replies: { [call: string]: (call: Call) => [status: number, body: unknown] } = {}

export const row = (id: number, more: Partial<Row> = {}): Row => ({
  id,
  version: 3,
  title: `Firm ${id}`,
  name: `Firm ${id}`,
  city: 'Wuxi',
  worth: id * 1000,
  ...more,
})

/** For each test of the file that calls this: nothing asked yet, the usual answers. Files share this module, so it cannot do it by itself. */
export function recordAnew(): void {
  beforeEach(startAnew)
}

function startAnew(): void {
  usePreferences.getState().set({ locale: 'en-US' }) // other files share this module
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
}

export function open(address = '/f/account', page = <ListPage form={form} />) {
  const router = createMemoryRouter(
    [
      { path: '/f/:form', element: page },
      { path: '/f/:form/:id', element: <p>record</p> },
    ],
    { initialEntries: [address] },
  )
  show(router)
  return router
}

/** Pages of any router, for somebody who is signed in; the answer is what they keep, to have it fetched anew. */
export function show(router: ReturnType<typeof createMemoryRouter>): QueryClient {
  const client = makeQueryClient()
  client.setQueryData(ME, me)
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return client
}

/** One page by itself. */
export const showPage = (page: ReactNode): QueryClient =>
  show(createMemoryRouter([{ path: '*', element: page }], { initialEntries: ['/'] }))

/** As after a gap in the event stream: everything shown is fetched anew, and has come. */
export const fetchAnew = (client: QueryClient) =>
  act(async () => {
    await client.invalidateQueries()
    await new Promise((drawn) => setTimeout(drawn)) // answers are told in a turn of their own
  })

export const cell = async (at: string): Promise<HTMLElement> =>
  waitFor(() => document.querySelector<HTMLElement>(`[data-cell="${at}"]`) ?? Promise.reject(new Error(at)))
export const sent = (method: string, path: string) => calls.filter((c) => c.method === method && c.path === path)
