// The editor of a role on a recorded server: what is clicked is what is previewed and published, and nothing is lost.
import { QueryClientProvider } from '@tanstack/react-query'
import { configure, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { readDraft } from '@/core/drafts'
import { usePreferences } from '@/core/preferences'
import { makeQueryClient, ME } from '@/core/query'
import type { Form, Me } from '@/core/types'
import { fetchAnew } from '@/features/list/recorded'
import { startLanguage } from '@/i18n'
import { RoleEditor } from './RoleEditor'
import type { Definition } from './types'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()
configure({ asyncUtilTimeout: 8000 })
vi.setConfig({ testTimeout: 30_000 })

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const field = (key: string) => ({ key, kind: 'text', label: en(key), operators: ['eq'], options: {} })
const form = (key: string): Form => ({
  key,
  version: 1,
  label: en(key),
  title: 'name',
  fields: [field('name'), field('phone')],
  system: [],
  views: [],
  actions: ['read'],
})
const me = {
  person: { id: 1, name: 'Zhou' },
  workspace: { zone: 'Asia/Shanghai' },
  rights: { forms: {}, configure: true, people: true },
  menu: [{ section: 'work', label: en('Work'), items: [{ key: 'lead', label: en('Leads'), route: '/f/lead' }] }],
  admin: true,
} as unknown as Me

const stored: Definition = {
  grants: [
    { form: 'lead', actions: ['read', 'change'], rows: 'own', fields: { phone: 'hidden' } },
    { form: 'gone', actions: ['read'], rows: 'all' },
  ],
  home: '/',
  later: { kept: true },
}
const role = { key: 'sales', label: en('Sales'), definition: stored, people: 1, admin: false, version: 3, members: [] }
const nothing = { people: 1, rows: [], fields: [], admin: { gained: false, lost: false }, more: false }

type Call = { method: string; path: string; body: { definition: Definition; version: number } }
let calls: Call[] = []
let replies: { [call: string]: () => [number, unknown] } = {}
const last = (method: string, path: string) => calls.findLast((c) => c.method === method && c.path === path)

beforeEach(() => {
  calls = []
  localStorage.clear()
  replies = {
    'GET /admin/roles/sales': () => [200, role],
    'GET /forms': () => [200, { items: [form('lead'), form('task')], revision: 1 }],
    'GET /departments': () => [200, { items: [{ id: 4, title: 'East', parent: null }] }],
    'GET /menu': () => [200, { menu: { key: 'main', sections: [] }, version: 1, entries: [], roles: [] }],
    'GET /dashboards': () => [200, { items: [] }],
    'POST /admin/roles/sales/preview': () => [200, nothing],
    'PUT /admin/roles/sales': () => [204, undefined],
  }
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
    const path = new URL(url, 'http://x').pathname.replace('/api', '')
    const method = init.method ?? 'GET'
    calls.push({ method, path, body: typeof init.body === 'string' ? JSON.parse(init.body) : {} })
    const [status, body] = replies[`${method} ${path}`]?.() ?? [404, { code: 'http.not_found' }]
    const type = status >= 400 ? 'application/problem+json' : 'application/json'
    const text = body === undefined ? null : JSON.stringify(body)
    return Promise.resolve(new Response(text, { status, headers: { 'content-type': type } }))
  })
})

let client = makeQueryClient()

function open(address = '/settings/roles/sales'): () => void {
  client = makeQueryClient()
  client.setQueryData(ME, me)
  const context = { openPalette: () => undefined }
  const router = createMemoryRouter([{ path: '/settings/roles/:key', element: <RoleEditor />, handle: context }], {
    initialEntries: [address],
  })
  return render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  ).unmount
}

// Roles of a whole grid take long to work out where nothing is drawn: cells are found by their names alone.
const cell = (name: string) => screen.findByLabelText(new RegExp(`^${name} `), { selector: 'button' })
const button = async (text: string) => (await screen.findByText(text)).closest('button')!
const publish = () => button('Preview and publish')

async function tick(name: string, scope: string) {
  await userEvent.click(await cell(name))
  await userEvent.click(await screen.findByLabelText(scope, { selector: 'input' }))
  await userEvent.keyboard('{Escape}')
}

describe('the editor', () => {
  it('offers nothing to publish before anything is changed', async () => {
    open()
    expect((await cell('lead: Change')).textContent).toBe('Own')
    expect((await cell('gone: See')).textContent).toBe('All')
    expect((await publish()).disabled).toBe(true)
  })

  it('publishes what was clicked over the version it saw, and all that it does not show', async () => {
    open()
    await tick('lead: See', 'All')
    await userEvent.click(await publish())
    await userEvent.click(await button('Publish'))
    await vi.waitFor(() => expect(last('PUT', '/admin/roles/sales')).toBeDefined())
    const wanted = {
      home: '/',
      later: { kept: true },
      grants: [
        stored.grants![0],
        { form: 'lead', actions: ['read'], rows: 'all', fields: { phone: 'hidden' } },
        stored.grants![1],
      ],
    }
    expect(last('POST', '/admin/roles/sales/preview')?.body.definition).toEqual(wanted)
    expect(last('PUT', '/admin/roles/sales')?.body).toMatchObject({ definition: wanted, version: 3 })
  })

  it('goes on where a closed tab left it, unless the role has moved on', async () => {
    const close = open()
    await tick('lead: See', 'All')
    close()
    const again = open()
    expect((await cell('lead: See')).textContent).toContain('All')
    await userEvent.click(screen.getByLabelText('Undo'))
    expect((await cell('lead: See')).textContent).toBe('Own')
    expect(readDraft('role.sales')).toBeUndefined()
    await userEvent.click(screen.getByLabelText('Redo'))
    again()
    replies['GET /admin/roles/sales'] = () => [200, { ...role, version: 4 }]
    open()
    expect((await cell('lead: See')).textContent).toBe('Own')
  })

  it('keeps what is being changed while somebody else publishes', async () => {
    open()
    await tick('lead: See', 'All')
    replies['GET /admin/roles/sales'] = () => [200, { ...role, version: 4 }]
    await fetchAnew(client)
    expect((await cell('lead: See')).textContent).toContain('All')
    replies['GET /admin/roles/sales'] = () => [500, { code: 'server' }]
    await fetchAnew(client)
    expect((await cell('lead: See')).textContent).toContain('All')
    expect(readDraft('role.sales')).toMatchObject({ version: 3 })
  })

  it('says that somebody else was faster, and overwrites nothing', async () => {
    replies['PUT /admin/roles/sales'] = () => [409, { code: 'role.changed', detail: 'changed meanwhile' }]
    open()
    await tick('lead: See', 'All')
    await userEvent.click(await publish())
    await userEvent.click(await button('Publish'))
    expect(await screen.findByText('changed meanwhile')).toBeTruthy()
    replies['GET /admin/roles/sales'] = () => [200, { ...role, version: 4, label: en('Sales of others') }]
    await userEvent.click(await button('Load the newest'))
    expect(await screen.findByText('Sales of others')).toBeTruthy()
  })

  it('walks by arrows, clears by Delete', async () => {
    open()
    const start = await cell('lead: Create')
    start.focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(await cell('lead: Change'))
    await userEvent.keyboard('{Delete}')
    expect((await cell('lead: Change')).textContent).toBe('—')
    expect((await cell('lead: See')).textContent).toBe('Own')
  })

  it('opens at the form of the rule that the explainer names', async () => {
    open('/settings/roles/sales?grant=0')
    expect(await screen.findByLabelText('Level of phone')).toBeTruthy()
  })

  it('keeps a half-made denial from being published', async () => {
    open('/settings/roles/sales?form=lead')
    await userEvent.click(await button('Deny actions'))
    expect(screen.getByText(/A denial wins: on all records, no Delete/)).toBeTruthy()
    const card = screen.getByTestId('denial')
    await userEvent.click(within(card).getByLabelText('Which actions'))
    await userEvent.keyboard('{Backspace}')
    expect(await screen.findByText('Not finished yet, so not in force.')).toBeTruthy()
    expect((await button('Finish the denials first')).disabled).toBe(true)
  })
})
