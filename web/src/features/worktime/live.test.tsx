// While the calendar is being changed, what others do to it neither takes away what is typed nor is overwritten.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useToasts } from '@/core/toasts'
import { fetchAnew, recordAnew, replies, sent, showPage } from '@/features/list/recorded'
import { WorktimePart } from './WorktimePart'

recordAnew()
vi.mock('./Months', () => ({ Months: () => null })) // a year of days is long to draw

const OFFICE = [['09:00', '18:00']]
const year = (version: number) => ({
  year: 2026,
  version,
  zone: 'Asia/Shanghai',
  today: '2026-11-30',
  base: 'none',
  announced: true,
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []],
  days: [],
  months: Array.from({ length: 12 }, () => 21),
  hours: 2000,
  may: true,
})
const MONDAY = 'Hours of Mon'

it('keeps what is typed, and writes it on what it began with until another change was told', async () => {
  replies['GET /calendar'] = () => [200, year(4)]
  replies['PUT /admin/calendar/week'] = ({ body }) =>
    body.version === 5 ? [200, {}] : [409, { code: 'calendar.changed', detail: 'somebody was faster' }]
  const client = showPage(<WorktimePart />)
  fireEvent.click(await screen.findByText('Hours of the week'))
  fireEvent.change(await screen.findByLabelText(MONDAY), { target: { value: '08:30-12:00' } })
  replies['GET /calendar'] = () => [500, { code: 'server' }]
  await fetchAnew(client)
  expect(screen.getByLabelText(MONDAY)).toHaveValue('08:30-12:00')
  replies['GET /calendar'] = () => [200, year(5)]
  await fetchAnew(client)
  fireEvent.click(screen.getByText('Save'))
  await screen.findByText('somebody was faster')
  expect(screen.getByLabelText(MONDAY)).toHaveValue('08:30-12:00')
  fireEvent.click(screen.getByText('Save'))
  await waitFor(() => expect(sent('PUT', '/admin/calendar/week').map((c) => c.body.version)).toEqual([4, 5]))
  await waitFor(() => expect(useToasts.getState().items.at(-1)?.text).toBe('The hours are changed'))
})
