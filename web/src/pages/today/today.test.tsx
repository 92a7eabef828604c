// Today against a recorded server: whose work it is, who owns a row, what it meets today, lists that hold the rest.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createMemoryRouter } from 'react-router'
import { fetchAnew, form, open, recordAnew, replies, sent, show } from '@/features/list/recorded'
import type { Scope, Today, TodayItem } from '@/features/today/today'
import TodayPage from '.'

recordAnew()

const item = (id: number, more: Partial<TodayItem> = {}): TodayItem => ({
  key: `stalled:account:${id}`,
  kind: 'stalled',
  form: 'account',
  id,
  version: 1,
  title: `Firm ${id}`,
  subtitle: null,
  reason: { code: 'stalled', params: { days: 20, expected: 14 } },
  amount: 5,
  stage: null,
  heat: null,
  time: null,
  actions: ['open'],
  ...more,
})

const today = (scope: Scope, scopes: Scope[], items: TodayItem[], count = items.length): Today => ({
  date: '2026-11-20',
  scope,
  scopes,
  counts: { all: count, leaking: count, stalled: count },
  groups: [
    {
      key: 'leaked',
      count,
      amount: 5,
      items,
      links: [{ kind: 'stalled', form: 'account', count, filter: { field: 'city', op: 'eq', value: 'Wuxi' } }],
    },
  ],
  leak: { rate: 10, amount: 5, held: 50, causes: [], previous: null },
  target: null,
})

const both: Scope[] = ['mine', 'team']
const answer = (body: Today) => {
  replies['GET /today'] = (call) => [200, { ...body, scope: (call.query.get('scope') as Scope | null) ?? body.scope }]
}

describe('whose work', () => {
  it('is asked of those only who may see more than their own', async () => {
    answer(today('mine', ['mine'], [item(1)]))
    open('/f/account', <TodayPage />)
    await screen.findByText('Firm 1')
    expect(screen.queryByText('Team')).not.toBeInTheDocument()
    expect(screen.getByText('What I hold')).toBeInTheDocument()
  })
  it('is chosen on the page and remembered', async () => {
    answer(today('mine', both, [item(1)]))
    replies['PUT /me/preferences/today.scope'] = () => [200, {}]
    open('/f/account', <TodayPage />)
    await userEvent.click(await screen.findByText('Team'))
    await screen.findByText('What the team holds')
    expect(sent('GET', '/today').map((call) => call.query.get('scope'))).toEqual([null, 'team'])
    await waitFor(() => expect(sent('PUT', '/me/preferences/today.scope')[0]!.body).toEqual({ value: 'team' }))
  })
})

it('shows no lists for what can be unfolded here', async () => {
  answer(today('team', both, [item(1)]))
  open('/f/account', <TodayPage />)
  await screen.findByText('Firm 1')
  expect(screen.queryByRole('link', { name: /All: / })).not.toBeInTheDocument()
})

describe('a row', () => {
  it('of a team says whose it is', async () => {
    answer(today('team', both, [item(1, { owner: { id: 7, title: 'Anna Ames' } })]))
    open('/f/account', <TodayPage />)
    expect((await screen.findAllByText(/Anna Ames/)).length).toBeGreaterThan(0)
  })
  it('that leaks for another reason names its appointment of today', async () => {
    answer(today('mine', both, [item(1, { meets: '2026-11-20T15:00:00+08:00', next_step: 'Send the offer' })]))
    open('/f/account', <TodayPage />)
    const reason = await screen.findByText(/20 days in this stage/)
    expect(reason).toHaveTextContent('today 15:00 Send the offer; 20 days in this stage, 14 expected')
  })
})

it('opens a list with as many as it names for what is not shown', async () => {
  answer(today('team', both, [item(1)], 1234))
  open('/f/account', <TodayPage />)
  const link = await screen.findByRole('link', { name: 'All: Stalled · Accounts (1,234)' })
  expect(link).toHaveAttribute('href', expect.stringContaining('/f/account?filter='))
})

describe('an empty day', () => {
  const deals = (actions: string[]) => ({ ...form, key: 'opportunity', actions })
  it('asks for next steps of whoever may change deals', async () => {
    replies['GET /forms'] = () => [200, { items: [form, deals(['read', 'change'])], revision: 1 }]
    answer(today('mine', ['mine'], []))
    open('/f/account', <TodayPage />)
    expect(await screen.findByText(/Give an opportunity its next step/)).toBeInTheDocument()
  })
  it('does not ask for them of whoever only reads deals', async () => {
    replies['GET /forms'] = () => [200, { items: [form, deals(['read'])], revision: 1 }]
    answer(today('mine', ['mine'], []))
    open('/f/account', <TodayPage />)
    expect(await screen.findByText('What waits for you will appear here.')).toBeInTheDocument()
    expect(screen.queryByText(/Give an opportunity/)).not.toBeInTheDocument()
    expect(screen.queryByRole('link', { name: 'See open opportunities' })).not.toBeInTheDocument()
  })
})

it('has no meter for whoever holds nothing that leaks', async () => {
  answer({ ...today('mine', ['mine'], []), leak: { rate: null, amount: 0, held: 0, causes: [], previous: null } })
  open('/f/account', <TodayPage />)
  await screen.findByText('Nothing waits for you today')
  expect(screen.queryByText('Leak meter')).not.toBeInTheDocument()
})

it('keeps the row one is working in, though its work has gone meanwhile', async () => {
  replies['GET /forms'] = () => [200, { items: [form], revision: 1 }]
  replies['GET /records/account/2/next'] = () => [200, { items: [] }]
  answer(today('mine', ['mine'], [item(1), item(2, { actions: ['reschedule'], next_step: 'call' }), item(3)]))
  const client = show(createMemoryRouter([{ path: '*', element: <TodayPage /> }]))
  const one = await screen.findByTestId('today-stalled:account:2')
  fireEvent.click(within(one).getByLabelText('Reschedule'))
  const box = await within(one).findByRole('textbox')
  fireEvent.change(box, { target: { value: 'call again' } })
  answer(today('mine', ['mine'], [item(3, { title: 'Firm 3 renamed' })]))
  await fetchAnew(client)
  expect(screen.getByText('Firm 3 renamed')).toBeInTheDocument()
  expect(screen.queryByText('Firm 1')).not.toBeInTheDocument()
  expect(box).toBeInTheDocument()
  expect(box).toHaveValue('call again')
  fireEvent.click(within(one).getByLabelText('Reschedule'))
  await waitFor(() => expect(screen.queryByText('Firm 2')).not.toBeInTheDocument())
})
