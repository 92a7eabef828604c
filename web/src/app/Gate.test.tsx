// The entrance: what the server put into words is asked for again in the language that is chosen.
import { useQuery } from '@tanstack/react-query'
import { act, fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { createMemoryRouter } from 'react-router'
import { get } from '@/core/http'
import { usePreferences } from '@/core/preferences'
import { fetchAnew, recordAnew, replies, show } from '@/features/list/recorded'
import { Gate } from './Gate'

recordAnew()

function Told() {
  const told = useQuery({ queryKey: ['told'], queryFn: () => get<{ text: string }>('/told') })
  return <p>{told.data?.text}</p>
}

it('keeps the page and what is typed there while it cannot ask who one is', async () => {
  replies['GET /me'] = () => [200, { person: { id: 1, name: 'Zhou' }, workspace: {}, rights: {}, menu: [] }]
  const client = show(
    createMemoryRouter([{ element: <Gate />, children: [{ path: '/', element: <input aria-label="note" /> }] }]),
  )
  const box = await screen.findByLabelText('note')
  fireEvent.change(box, { target: { value: 'half a sentence' } })
  replies['GET /me'] = () => [500, { code: 'server' }]
  await fetchAnew(client)
  expect(screen.getByLabelText('note')).toBe(box)
  expect(box).toHaveValue('half a sentence')
})

it('asks again for what the server says when the language changes', async () => {
  replies['GET /told'] = () => [200, { text: `in ${usePreferences.getState().locale}` }]
  replies['GET /me'] = () => [200, { person: { id: 1, name: 'Zhou' }, workspace: {}, rights: {}, menu: [] }]
  show(createMemoryRouter([{ element: <Gate />, children: [{ path: '/', element: <Told /> }] }]))
  expect(await screen.findByText('in en-US')).toBeInTheDocument()
  act(() => usePreferences.getState().set({ locale: 'zh-CN' }))
  expect(await screen.findByText('in zh-CN')).toBeInTheDocument()
})
