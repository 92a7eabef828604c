// A record that is not there, or not for this person, leaves a way back.
import { cleanup, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { createMemoryRouter } from 'react-router'
import { form, recordAnew, replies, row, show } from '@/features/list/recorded'
import type { Field, Form, Row } from '@/core/types'
import RecordPage from '.'

recordAnew()

const routes = [{ path: '/f/:form/:id', element: <RecordPage /> }]

it('leads to its list and home', async () => {
  replies['GET /records/account/99'] = () => [404, { code: 'records.not_found', detail: 'There is no such record' }]
  show(createMemoryRouter(routes, { initialEntries: ['/f/account/99'] }))
  expect(await screen.findByText('This record was not found')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Back to Accounts' })).toHaveAttribute('href', '/f/account')
  expect(screen.getByRole('link', { name: 'Go to Today' })).toHaveAttribute('href', '/')
})

it('leads to the list as it was left', async () => {
  replies['GET /records/account/99'] = () => [404, { code: 'records.not_found' }]
  const entry = { pathname: '/f/account/99', state: { list: '?view=all&q=firm' } }
  show(createMemoryRouter(routes, { initialEntries: [entry] }))
  expect(await screen.findByRole('link', { name: 'Back to Accounts' })).toHaveAttribute(
    'href',
    '/f/account?view=all&q=firm',
  )
})

it('of a form that is not for this person leads home', async () => {
  replies['GET /records/secret/1'] = () => [404, { code: 'not_found' }]
  show(createMemoryRouter(routes, { initialEntries: ['/f/secret/1'] }))
  expect(await screen.findByRole('link', { name: 'Go to Today' })).toBeInTheDocument()
  expect(screen.queryByText(/Back to/)).not.toBeInTheDocument()
})

describe('logging', () => {
  const activity = (actions: string[]): Form => ({ ...form, key: 'follow_up', traits: { activity: {} }, actions })
  const opened = async (actions: string[]) => {
    replies['GET /forms'] = () => [200, { items: [form, activity(actions)], revision: 1 }]
    replies['GET /records/account/1'] = () => [200, row(1, { next_activity_at: '2026-11-30T09:00:00+08:00' })]
    show(createMemoryRouter(routes, { initialEntries: ['/f/account/1'] }))
    await screen.findByRole('heading', { name: 'Firm 1' })
  }
  it('is offered to whoever may add follow-ups', async () => {
    await opened(['read', 'create'])
    expect(screen.getByTestId('log')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Done' })).toBeInTheDocument()
  })
  it('is not offered to whoever may not', async () => {
    await opened(['read'])
    expect(screen.queryByTestId('log')).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Done' })).not.toBeInTheDocument()
  })
  it('offers no other day for the next step of what is open for reading only', async () => {
    const reading = async (may: string[]) => {
      replies['GET /records/account/1'] = () => [
        200,
        row(1, { next_activity_at: '2026-11-30T09:00:00+08:00', _may: may as Row['_may'] }),
      ]
      replies['GET /forms'] = () => [200, { items: [form, activity(['read', 'create'])], revision: 1 }]
      show(createMemoryRouter(routes, { initialEntries: ['/f/account/1'] }))
      await screen.findByRole('heading', { name: 'Firm 1' })
    }
    await reading(['print', 'change'])
    expect(screen.getByRole('button', { name: 'Reschedule' })).toBeInTheDocument()
    cleanup()
    await reading(['print'])
    expect(screen.getByTestId('log')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Reschedule' })).not.toBeInTheDocument()
  })
})

it('leaves out a field that points where this person never looks, and keeps the lock of a single record', async () => {
  const to = (key: string, more: Partial<Field>) => ({
    ...form.fields[0]!,
    key,
    kind: 'relation',
    required: false,
    label: { 'en-US': key },
    ...more,
  })
  const linked: Form = { ...form, fields: [...form.fields, to('contact', { closed: true }), to('parent', {})] }
  replies['GET /forms'] = () => [200, { items: [linked], revision: 1 }]
  replies['GET /records/account/1'] = () => [
    200,
    row(1, { contact: { id: 5, title: null }, parent: { id: 6, title: null } }),
  ]
  show(createMemoryRouter(routes, { initialEntries: ['/f/account/1'] }))
  expect(await screen.findByTestId('field-parent')).toBeInTheDocument()
  expect(screen.queryByTestId('field-contact')).not.toBeInTheDocument()
})
