// The second factor that the workspace asks for: the heading says what is to be done, then that it is done.
import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { createMemoryRouter } from 'react-router'
import { recordAnew, replies, show } from '@/features/list/recorded'
import { SetUpStep } from './SecondStep'

recordAnew()

it('says no longer that it must be set up once it is', async () => {
  replies['POST /session/second-factor'] = () => [200, { secret: 'ABCD', qr: 'data:image/png;base64,' }]
  replies['PUT /session/second-factor'] = () => [200, { recovery_codes: ['one-two'] }]
  show(createMemoryRouter([{ path: '/', element: <SetUpStep back={() => undefined} /> }]))
  expect(screen.getByRole('heading', { name: 'Set up a second factor first' })).toBeInTheDocument()
  fireEvent.change(await screen.findByRole('textbox'), { target: { value: '123456' } })
  fireEvent.submit(document.querySelector('form')!)
  expect(await screen.findByText('one-two')).toBeInTheDocument()
  expect(screen.getByRole('heading', { name: 'The second factor is set up' })).toBeInTheDocument()
})
