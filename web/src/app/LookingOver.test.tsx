// Whom one looks as is disabled meanwhile: the page says so, and goes on only after one returns knowingly.
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { MemoryRouter, Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { get } from '@/core/http'
import { makeQueryClient, ME } from '@/core/query'
import { startLanguage } from '@/i18n'
import { Gate } from './Gate'

startLanguage()
afterEach(() => void vi.unstubAllGlobals())

const json = (body: unknown, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))
const over = () => json({ status: 409, code: 'looking.over', detail: 'over', params: { name: 'Anna' } }, 409)

function Page() {
  const { data } = useQuery({ queryKey: ['records'], queryFn: () => get<string>('/records/lead'), retry: false })
  return <p>page {data}</p>
}

it('tells that the look is over instead of going on as oneself', async () => {
  const asked: string[] = []
  let gone = false
  vi.stubGlobal('fetch', (url: string, init?: { method?: string }) => {
    asked.push(`${init?.method ?? 'GET'} ${url}`)
    if (init?.method === 'DELETE') return Promise.resolve(new Response(null, { status: 204 }))
    return gone || url !== '/api/me' ? over() : json({ workspace: {}, rights: {}, looking: { id: 2, name: 'Anna' } })
  })
  const assign = vi.fn()
  vi.stubGlobal('location', { ...window.location, assign })
  const client = makeQueryClient()
  client.setQueryData(ME, { workspace: {}, rights: {}, looking: { id: 2, name: 'Anna' } })
  gone = true
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Routes>
          <Route element={<Gate />}>
            <Route path="/" element={<Page />} />
          </Route>
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  )
  expect(screen.getByText('page')).toBeTruthy()
  expect(await screen.findByText(/Anna/)).toBeTruthy()
  expect(screen.queryByText('page')).toBeNull()
  fireEvent.click(screen.getByRole('button'))
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/'))
  expect(asked).toContain('DELETE /api/me/looking')
  expect(asked.filter((each) => each === 'GET /api/me').length).toBeLessThan(3)
})
