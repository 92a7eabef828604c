// The list against a recorded server: rows, sums, sorting, filters of the address, nothing found, failures.
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { open, replies, row, sent } from './recorded'

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
