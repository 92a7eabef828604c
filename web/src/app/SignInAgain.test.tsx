// Signing in again over the page: with a password, and where one is set up with a code as well.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ME, useExpired } from '@/core/query'
import type { Me } from '@/core/types'
import { startLanguage } from '@/i18n'
import { SignInAgain } from './SignInAgain'

startLanguage()
beforeEach(() => useExpired.getState().set(true))
afterEach(() => void vi.unstubAllGlobals())

const json = (body: unknown, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))

const me = {
  person: { id: 1, name: 'Li', account: 'li', department: null },
  workspace: {},
  rights: {},
} as unknown as Me

function shown(answers: { [path: string]: () => Promise<Response> }) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return (answers[url] ?? (() => json(me)))()
  })
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  client.setQueryData(ME, me)
  render(
    <QueryClientProvider client={client}>
      <SignInAgain />
    </QueryClientProvider>,
  )
  const type = (value: string) => {
    fireEvent.change(document.querySelector('form input')!, { target: { value } })
    fireEvent.submit(document.querySelector('form')!)
  }
  return { asked, type }
}

it('asks for a code after the password where there is a second factor', async () => {
  const { asked, type } = shown({
    '/api/session': () => json({ wants: 'code' }, 202),
    '/api/session/code': () => json({ csrf: 'x' }),
  })
  type('a password')
  await waitFor(() => expect(document.querySelector('input[autocomplete=one-time-code]')).toBeTruthy())
  expect(useExpired.getState().expired).toBe(true)
  type('123456')
  await waitFor(() => expect(useExpired.getState().expired).toBe(false))
  expect(asked.slice(0, 2)).toEqual(['/api/session', '/api/session/code'])
})

it('begins anew when half a sign-in has run out', async () => {
  const { type } = shown({
    '/api/session': () => json({ wants: 'code' }, 202),
    '/api/session/code': () => json({ status: 401, code: 'sign_in.begin_again', detail: 'too late' }, 401),
  })
  type('a password')
  await waitFor(() => expect(document.querySelector('input[autocomplete=one-time-code]')).toBeTruthy())
  type('123456')
  expect(await screen.findByText('too late')).toBeTruthy()
  fireEvent.click(screen.getAllByRole('button').at(-1)!)
  await waitFor(() => expect(document.querySelector('input[type=password]')).toBeTruthy())
})
