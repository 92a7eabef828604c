// What became of an act is said, also where what asked for it has left the page.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useToasts } from '@/core/toasts'
import type { Row } from '@/core/types'
import '@/i18n'
import { useActs } from './acts'

const reply = (results: object[]) =>
  new Response(JSON.stringify({ results }), { headers: { 'content-type': 'application/json' } })

function mounted() {
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(() => useActs({ key: 'lead' }), { wrapper })
}

beforeEach(() => useToasts.setState({ items: [] })) // other files share this module
afterEach(() => {
  vi.unstubAllGlobals()
  useToasts.setState({ items: [] })
})

it('an undo that is refused is told after the dialog is gone', async () => {
  const answers = [
    reply([{ id: 1, ok: true, code: null, detail: null }]),
    reply([{ id: 1, ok: false, code: 'pools.not_undone', detail: 'somebody has it' }]),
  ]
  vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()))
  const { result, unmount } = mounted()
  act(() => result.current.release([{ id: 1, title: 'A' } as unknown as Row], null, null))
  await waitFor(() => expect(useToasts.getState().items).toHaveLength(1))
  unmount()
  useToasts.getState().items[0]!.undo?.()
  await waitFor(() => expect(useToasts.getState().items.map((each) => each.text)).toContain('somebody has it'))
})

it('what was taken is told after its row is gone', async () => {
  let answer: (value: Response) => void = () => undefined
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)))
  const { result, unmount } = mounted()
  act(() => result.current.take([{ id: 1, title: 'A' } as unknown as Row]))
  await waitFor(() => expect(result.current.busy).toBe(true))
  unmount()
  answer(reply([{ id: 1, ok: true, code: null, detail: null }]))
  await waitFor(() => expect(useToasts.getState().items).toHaveLength(1))
})
