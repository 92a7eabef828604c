// My password and where I am signed in.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { startLanguage } from '@/i18n'
import { browserOf } from './browser'
import { Password } from './Password'
import { Sessions } from './Sessions'

startLanguage()
afterEach(() => void vi.unstubAllGlobals())

const json = (body: unknown, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))

function shown(part: React.ReactNode) {
  return render(<QueryClientProvider client={new QueryClient()}>{part}</QueryClientProvider>)
}

it('says what a browser is in two words', () => {
  expect(browserOf('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36')).toBe(
    'Chrome · Windows',
  )
  expect(browserOf('Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile MicroMessenger/8.0')).toBe('WeChat · iPhone')
  expect(browserOf('curl/8.5')).toBe('curl')
  expect(browserOf(null)).toBeNull()
})

it('changes a password only when it was typed twice alike, and says when the old one is wrong', async () => {
  const calls: RequestInit[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    calls.push(init)
    return json({ status: 401, code: 'sign_in.wrong', detail: 'no' }, 401)
  })
  const { container } = shown(<Password />)
  fireEvent.click(screen.getByRole('button'))
  const [old, fresh, again] = [...container.querySelectorAll('input')]
  const save = container.querySelector('button[type=submit]') as HTMLButtonElement
  fireEvent.change(old!, { target: { value: 'present one' } })
  fireEvent.change(fresh!, { target: { value: 'a longer one' } })
  fireEvent.change(again!, { target: { value: 'another one' } })
  expect(save.disabled).toBe(true)
  fireEvent.change(again!, { target: { value: 'a longer one' } })
  expect(save.disabled).toBe(false)
  fireEvent.click(save)
  await waitFor(() => expect(container.querySelector('[role=alert]')?.textContent).toBeTruthy())
  expect(calls[0]!.method).toBe('PUT')
  expect(JSON.parse(String(calls[0]!.body))).toEqual({ old: 'present one', new: 'a longer one' })
})

it('lists the places where one is signed in; this one cannot be ended here', async () => {
  const base = {
    created_at: '2026-11-22T01:00:00Z',
    seen_at: '2026-11-22T02:00:00Z',
    expires_at: '2026-12-22T02:00:00Z',
  }
  vi.stubGlobal('fetch', () =>
    json({
      items: [
        { ...base, id: 'a', ip: '10.0.0.1', agent: 'Mozilla/5.0 (Windows) Chrome/140', current: true },
        { ...base, id: 'b', ip: '10.0.0.2', agent: null, current: false },
      ],
    }),
  )
  shown(<Sessions />)
  expect(await screen.findByText('Chrome · Windows')).toBeTruthy()
  expect(screen.getAllByRole('button')).toHaveLength(1)
})
