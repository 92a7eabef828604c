// What was done is said at once: the row it was done to may leave the page as soon as the list behind it is read anew.
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { useCancelJob } from '@/core/jobs'
import { makeQueryClient } from '@/core/query'
import { useRetryJob } from '@/features/jobs/work'
import { useRemoveChannel } from '@/features/messages/messages'

const ACTS = [
  ['a job that is tried again', useRetryJob, ['admin', 'work', 'jobs']],
  ['a job that is stopped', useCancelJob, ['jobs']],
  ['a channel that is removed', useRemoveChannel, ['admin', 'channels']],
] as const

it.each(ACTS)('%s', async (_what, useAct, list) => {
  const reading = vi.fn(() => (reading.mock.calls.length === 1 ? Promise.resolve('old') : new Promise(() => undefined)))
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { headers: { 'content-type': 'application/json' } })))
  const client = makeQueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { result } = renderHook(() => ({ list: useQuery({ queryKey: list, queryFn: reading }), act: useAct() }), {
    wrapper,
  })
  await waitFor(() => expect(result.current.list.data).toBe('old'))
  const said = vi.fn()
  act(() => result.current.act.mutate('x', { onSuccess: () => said() }))
  await waitFor(() => expect(reading).toHaveBeenCalledTimes(2))
  await waitFor(() => expect(said).toHaveBeenCalledOnce())
})
