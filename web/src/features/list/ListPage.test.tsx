// The list against a recorded server: rows, sums, sorting, filters of the address, nothing found, failures.
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { open, recordAnew, replies, row, sent } from './recorded'

recordAnew()

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
  it('shows a named filter as one chip that goes as one', async () => {
    const leaking = {
      or: [
        { field: 'city', op: 'eq', value: 'Wuxi' },
        { field: 'name', op: 'empty' },
      ],
      named: 'leaking',
    }
    const router = open(`/f/account?filter=${encodeURIComponent(JSON.stringify(leaking))}`)
    expect(await screen.findByText('Leaking: all causes')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Filter 1' })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Remove “Leaking: all causes”' }))
    expect(router.state.location.search).not.toContain('filter')
  })
  it('offers to clear what hides everything', async () => {
    replies['GET /records/account'] = () => [200, { items: [], next: null, total: { value: 0, exact: true } }]
    const router = open(`/f/account?filter=${encodeURIComponent('{"field":"city","op":"eq","value":"x"}')}`)
    await userEvent.click(await screen.findByRole('button', { name: 'Clear 1 filter' }))
    expect(router.state.location.search).not.toContain('filter')
  })
  it('offers to clear the search as well as the filter', async () => {
    replies['GET /records/account'] = () => [200, { items: [], next: null, total: { value: 0, exact: true } }]
    const router = open(`/f/account?q=zzz&filter=${encodeURIComponent('{"field":"city","op":"eq","value":"x"}')}`)
    expect(await screen.findByRole('button', { name: 'Clear 1 filter' })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: /zzz/ }))
    expect(router.state.location.search).not.toContain('q=')
    expect(screen.getByLabelText('Find in the result')).toHaveValue('')
  })
  it('sums what the search finds', async () => {
    open('/f/account?q=firm')
    await screen.findByText('Firm 1')
    await waitFor(() => expect(sent('POST', '/aggregate/account').at(-1)!.body).toMatchObject({ search: 'firm' }))
  })
  it('shows groups with subtotals and the rows of each', async () => {
    const group = (value: string | null, count: number, sum: number) => [{ value, title: value }, count, sum]
    replies['POST /aggregate/account'] = (call) => [
      200,
      call.body.dimensions
        ? {
            columns: [],
            rows: [group('big', 2, 5000), group(null, 1, 1000)],
            links: [
              { form: 'account', filter: { field: 'size', op: 'eq', value: 'big' } },
              { form: 'account', filter: { field: 'size', op: 'empty' } },
            ],
            totals: [3, 6000],
          }
        : { columns: [], rows: [[6000]] },
    ]
    replies['GET /records/account'] = (call) => [
      200,
      { items: call.query.get('filter')?.includes('empty') ? [row(1)] : [row(2), row(3)], next: null },
    ]
    const router = open('/f/account?group=size')
    expect(await screen.findByText('Firm 2')).toBeInTheDocument()
    expect(await screen.findByText('Firm 1')).toBeInTheDocument()
    expect(screen.getByText('¥5,000')).toBeInTheDocument()
    expect(screen.getByText('3 in all')).toBeInTheDocument()
    await userEvent.click(screen.getByTestId('group-big'))
    await waitFor(() => expect(screen.queryByText('Firm 2')).not.toBeInTheDocument())
    expect(router.state.location.search).toContain('turned=big')
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
