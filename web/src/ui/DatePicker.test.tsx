// What somebody typed into a picker stays while the page around it is drawn anew.
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { DatePicker, DateTimePicker } from './DatePicker'
import { DateRangePicker, TimePicker } from './TimePicker'

const pickers = [
  { of: TimePicker, stored: '09:30', typed: '10:45', told: '10:45' },
  { of: DatePicker, stored: '2026-03-02', typed: '2026-03-31', told: '2026-03-31' },
  { of: DateTimePicker, stored: '2026-03-02T09:30:00+08:00', typed: '2026-03-31 10:45', told: '2026-03-31T10:45' },
]

it.each(pickers)('takes $typed though something else changed meanwhile', ({ of: Picker, stored, typed, told }) => {
  const changed = vi.fn()
  const { rerender } = render(<Picker value={stored} onChange={changed} aria-label="When" />)
  const box = screen.getByLabelText('When')
  fireEvent.focus(box)
  fireEvent.change(box, { target: { value: typed } })
  rerender(<Picker value={stored} onChange={changed} aria-label="When" />)
  expect(box).toHaveValue(typed)
  fireEvent.keyDown(box, { key: 'Enter' })
  expect(changed).toHaveBeenCalledWith(expect.stringContaining(told))
})

it('keeps the first of two days typed', () => {
  const range = <DateRangePicker value={{ start: '2026-02-01', end: '2026-02-28' }} onChange={() => undefined} />
  const { rerender } = render(range)
  const first = screen.getAllByRole('textbox')[0] as HTMLElement
  fireEvent.focus(first)
  fireEvent.change(first, { target: { value: '2026-02-09' } })
  rerender(<DateRangePicker value={{ start: '2026-02-01', end: '2026-02-28' }} onChange={() => undefined} />)
  expect(first).toHaveValue('2026-02-09')
})
