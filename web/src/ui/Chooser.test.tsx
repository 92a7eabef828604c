// One of a few: segments, or on a phone that is too narrow for them a menu that names the chosen one.
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { Chooser, widthOf } from './Chooser'

const phone = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }
const kinds = ['All 12', 'Follow-ups 4', 'No next step 3', 'Stalled 2', 'Tasks 3']
const options = kinds.map((label) => ({ value: label, label }))

it('is a menu only where a phone is too narrow', async () => {
  vi.spyOn(window, 'matchMedia').mockReturnValue(phone as unknown as MediaQueryList)
  vi.stubGlobal('innerWidth', 360)
  const chosen = vi.fn()
  const { rerender } = render(<Chooser label="Kinds" options={options} value="All 12" onChange={chosen} />)
  await userEvent.click(screen.getByRole('button', { name: /All 12/ }))
  expect(screen.getByRole('button', { name: 'All 12' })).toHaveAttribute('aria-pressed', 'true')
  await userEvent.click(screen.getByRole('button', { name: 'Tasks 3' }))
  expect(chosen).toHaveBeenCalledWith('Tasks 3')
  rerender(<Chooser label="Kinds" options={options.slice(0, 2)} value="All 12" onChange={chosen} />)
  expect(screen.getByRole('radio', { name: 'All 12' })).toBeChecked()
  vi.unstubAllGlobals()
})

it('reckons Chinese characters twice as wide', () => {
  expect(widthOf(['\u5168\u90e8'])).toBe(45)
  expect(widthOf(['ab'])).toBe(32)
})
