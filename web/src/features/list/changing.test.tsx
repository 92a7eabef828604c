// Changing records from the list: in place, with a clash, many at once with undo, a new one.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { useToasts } from '@/core/toasts'
import { cell, open, recordAnew, replies, row, sent } from './recorded'

recordAnew()

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
  it('says at the cell what was refused, and keeps it to be mended or put away', async () => {
    replies['PATCH /records/account/1'] = () => [
      422,
      { code: 'invalid', errors: [{ field: 'city', code: 'x', detail: 'Too odd a city' }] },
    ]
    open()
    await retype('0:1', 'Nowhere')
    expect(await screen.findByText('Too odd a city')).toBeInTheDocument()
    expect(await cell('0:1')).toHaveTextContent('Nowhere')
    fireEvent.click(await cell('0:1'))
    expect(await screen.findByRole('textbox', { name: 'Edit city' })).toHaveValue('Nowhere')
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Edit city' }), { key: 'Enter' })
    fireEvent.click(await screen.findByLabelText('Revert'))
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
