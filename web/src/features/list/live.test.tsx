// A cell that is being edited stays, whatever others do to its row and its list.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { createMemoryRouter } from 'react-router'
import type { Row } from '@/core/types'
import { withHeld } from './holding'
import { linesOf } from './grouping'
import { ListPage } from './ListPage'
import { cell, fetchAnew, form, recordAnew, replies, row, sent, show } from './recorded'

recordAnew()

const listed = (...rows: Row[]) => {
  replies['GET /records/account'] = () => [200, { items: rows, next: null, total: { value: rows.length, exact: true } }]
}

async function typing() {
  const client = show(
    createMemoryRouter([{ path: '/f/:form', element: <ListPage form={form} /> }], { initialEntries: ['/f/account'] }),
  )
  fireEvent.click(await cell('1:1'))
  const box = await screen.findByRole('textbox', { name: /city/ })
  fireEvent.change(box, { target: { value: 'Hangz' } })
  return { client, box }
}

describe('a cell being edited', () => {
  it.each([
    ['its row leaves the list', [row(1), row(3)]],
    ['nothing is left', []],
    ['its row moves', [row(2, { version: 4 }), row(1), row(3)]],
  ])('keeps what is typed when %s', async (_, rows) => {
    const { client, box } = await typing()
    listed(...rows)
    await fetchAnew(client)
    const now = screen.getByRole('textbox', { name: /city/ })
    expect([now, (now as HTMLInputElement).value]).toEqual([box, 'Hangz'])
    fireEvent.keyDown(now, { key: 'Enter' })
    await waitFor(() => expect(sent('PATCH', '/records/account/2')[0]?.body).toEqual({ city: 'Hangz', version: 3 }))
  })
})

it('leaves the list as it is when nobody is at work', () => {
  const lines = linesOf([row(1), row(2)])
  expect(withHeld(lines, null, false)).toBe(lines)
})
