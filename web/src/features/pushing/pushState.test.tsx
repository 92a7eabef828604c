// Nothing is pushed the way it stood before the last choice.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { usePushState } from './pushState'

type Asked = {
  path: string
  key: string | undefined
  body: { steps: { [key: string]: { use: string } } }
  answer: (reply: Response) => void
}
const step = (use: string) => ({ key: 'account', form: 'account', use, id: use === 'existing' ? 7 : null, values: {} })
const plan = (use: string) => ({ push: 'go', steps: [step(use)], version: 1, asks: [], offered: true, may: true })
const reply = (body: object) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

afterEach(() => vi.unstubAllGlobals())

it('waits for the plan of the last choice, and does nothing twice', async () => {
  const asked: Asked[] = []
  vi.stubGlobal(
    'fetch',
    (path: string, init: RequestInit) =>
      new Promise<Response>((answer) => {
        const key = (init.headers as { [name: string]: string })['Idempotency-Key']
        asked.push({ path, key, body: JSON.parse(init.body as string), answer })
      }),
  )
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { result } = renderHook(() => usePushState('lead', 1, 'go'), { wrapper })
  await waitFor(() => expect(asked).toHaveLength(1))
  asked[0]!.answer(reply(plan('new')))
  await waitFor(() => expect(result.current.plan).toBeDefined())
  act(() => result.current.choose('account', { use: 'existing', id: 7 }))
  await waitFor(() => expect(asked).toHaveLength(2))
  expect(result.current.behind).toBe(true)
  act(() => result.current.submit([]))
  expect(result.current.busy).toBe(false)
  asked[1]!.answer(reply(plan('existing')))
  await waitFor(() => expect(result.current.behind).toBe(false))
  act(() => result.current.submit([]))
  await waitFor(() => expect(asked).toHaveLength(3))
  expect(asked[2]!.path).toBe('/api/records/lead/1/push/go')
  expect(asked[2]!.body.steps.account).toEqual({ use: 'existing', id: 7, values: {} })
  asked[2]!.answer(new Response('', { status: 502 }))
  await waitFor(() => expect(result.current.refusal).not.toBe(''))
  act(() => result.current.submit([]))
  await waitFor(() => expect(asked).toHaveLength(4))
  expect(asked[3]!.key).toBe(asked[2]!.key)
  asked[3]!.answer(new Response('{}', { status: 422, headers: { 'content-type': 'application/json' } }))
  await waitFor(() => expect(result.current.busy).toBe(false))
  act(() => result.current.submit([]))
  await waitFor(() => expect(asked).toHaveLength(5))
  expect(asked[4]!.key).not.toBe(asked[2]!.key)
})

it('writes what was typed for the record on what was seen then', async () => {
  const bodies: { version: number }[] = []
  let version = 3
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path.endsWith('/preview')) return Promise.resolve(reply({ ...plan('new'), asks: ['budget'], version }))
    bodies.push(JSON.parse(init.body as string))
    const told = JSON.stringify({ code: 'records.conflict', params: { version: 4 } })
    return Promise.resolve(new Response(told, { status: 409, headers: { 'content-type': 'application/problem+json' } }))
  })
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { result } = renderHook(() => usePushState('lead', 1, 'go'), { wrapper })
  await waitFor(() => expect(result.current.plan).toBeDefined())
  act(() => result.current.put('source', 'budget', 5))
  version = 4
  await act(() => client.invalidateQueries())
  await waitFor(() => expect(result.current.plan?.version).toBe(4))
  for (const times of [1, 2]) {
    act(() => result.current.submit([]))
    await waitFor(() => expect(bodies).toHaveLength(times))
    await waitFor(() => expect(result.current.busy).toBe(false))
  }
  expect(bodies.map((body) => body.version)).toEqual([3, 4])
})
