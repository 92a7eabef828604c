// The editor of a view: what it shows at once, what it saves, who may share; a reader's calendar holds still.
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { ListPage } from '@/features/list/ListPage'
import { useViewEditor } from '@/features/list/preview'
import { form, open, recordAnew, replies, row, sent } from '@/features/list/recorded'
import { Calendar } from '@/features/calendar/Calendar'
import { useListState } from '@/features/list/state'
import ViewEditor from './ViewEditor'

recordAnew()
beforeEach(() => useViewEditor.getState().close())

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const configurable = { ...form, actions: [...form.actions, 'configure'] }
const saved = { id: 9, label: en('Big ones'), mine: true, shared: false, version: 1, definition: {} }

function Page({ of = form }: { of?: typeof form }) {
  return (
    <>
      <ListPage form={of} />
      <ViewEditor form={of} />
    </>
  )
}

async function begin() {
  await screen.findByText('Firm 1')
  await userEvent.click(screen.getByRole('button', { name: 'Save as a new view' }))
  await screen.findByText('New view')
}

describe('the editor of a view', () => {
  it('saves what is shown under a name', async () => {
    replies['POST /forms/account/views'] = () => [201, saved]
    open('/f/account?view=all&sort=-worth', <Page />)
    await begin()
    await userEvent.click(screen.getByRole('button', { name: 'Save the view' }))
    expect(await screen.findByText(/Name the view|Give the view/)).toBeInTheDocument()
    expect(sent('POST', '/forms/account/views')).toEqual([])
    await userEvent.type(screen.getByLabelText('Name of the view'), 'Big ones')
    await userEvent.click(screen.getByRole('button', { name: 'Save the view' }))
    await waitFor(() => expect(sent('POST', '/forms/account/views')).toHaveLength(1))
    expect(sent('POST', '/forms/account/views')[0]!.body).toMatchObject({
      label: 'Big ones',
      shared: false,
      definition: { layout: 'table', sort: ['-worth'] },
    })
  })
  it('does not offer to share to whoever may not configure', async () => {
    open('/f/account', <Page />)
    await begin()
    expect(screen.queryByText('Who sees it')).toBeNull()
  })
  it('does not save for roles without one', async () => {
    replies['GET /forms/account/audience'] = () => [200, { items: [{ key: 'sales', label: en('Sales') }] }]
    open('/f/account', <Page of={configurable} />)
    await begin()
    await userEvent.type(screen.getByLabelText('Name of the view'), 'Theirs')
    await userEvent.click(screen.getByText('Some roles'))
    await userEvent.click(screen.getByRole('button', { name: 'Save the view' }))
    expect(await screen.findByText('Choose the roles that see it')).toBeInTheDocument()
    expect(sent('POST', '/forms/account/views')).toEqual([])
  })
  it('offers back what was left unsaved', async () => {
    open('/f/account', <Page />)
    await begin()
    await userEvent.type(screen.getByLabelText('Name of the view'), 'Half')
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByText('New view')).toBeNull())
    const { useToasts } = await import('@/core/toasts')
    useToasts.getState().items[0]!.undo?.()
    expect(await screen.findByLabelText('Name of the view')).toHaveValue('Half')
  })
})

describe('a calendar', () => {
  const due = { key: 'due', kind: 'date', label: en('Due'), operators: ['between'], options: {} }
  const dated = { ...form, fields: [...form.fields, due] }
  function Days({ of }: { of: typeof form }) {
    return <Calendar form={of} state={useListState(of)} settings={{ start: 'due' }} />
  }
  const given = () => {
    const item = row(1, { due: '2026-11-18' })
    replies['GET /records/account'] = () => [200, { items: [item], next: null, total: { value: 1, exact: true } }]
  }
  it('moves a record by keyboard with the version it saw', async () => {
    given()
    replies['PATCH /records/account/1'] = () => [200, row(1, { version: 4, due: '2026-11-25' })]
    open('/f/account?view=all&at=2026-11-18', <Days of={dated} />)
    ;(await screen.findByRole('button', { name: /Firm 1/ })).focus()
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    await waitFor(() => expect(sent('PATCH', '/records/account/1')).toHaveLength(1))
    expect(sent('PATCH', '/records/account/1')[0]!.body).toEqual({ due: '2026-11-25', version: 3 })
  })
  it('asks for its days only, and says when there are too many', async () => {
    const item = row(1, { due: '2026-11-18' })
    replies['GET /records/account'] = () => [200, { items: [item], next: 'more', total: { value: 1000, exact: false } }]
    open('/f/account?view=all&at=2026-11-18', <Days of={dated} />)
    expect(await screen.findByText(/the first 500 are shown/)).toBeInTheDocument()
    const asked = sent('GET', '/records/account')
    expect(asked.map((call) => call.query.get('limit'))).toEqual(['200', '200', '100'])
    expect(JSON.parse(asked[0]!.query.get('filter')!)).toEqual({
      field: 'due',
      op: 'between',
      value: ['2026-10-26', '2026-12-06'],
    })
  })
  it('holds still for whoever may only read', async () => {
    given()
    open('/f/account?view=all&at=2026-11-18', <Days of={{ ...dated, actions: ['read'] }} />)
    const entry = await screen.findByRole('button', { name: /Firm 1/ })
    entry.focus()
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(entry).not.toHaveAttribute('aria-keyshortcuts')
    expect(sent('PATCH', '/records/account/1')).toEqual([])
  })
})
