// The query client: what is cached, what is retried, what happens when the session ends.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { isProblem } from './problem'
import { toast } from './toasts'

export const ME = ['me'] as const
/** The look as somebody else ended by itself: nothing else is answered until that is acknowledged. */
export const LOOKING_OVER = 'looking.over'

/** Of questions that are dear to answer, as rehearsals are: not asked again because somebody looked at another window. */
export const ASKED_ONCE = { refetchOnWindowFocus: false, refetchOnReconnect: false, retry: false } as const

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (e) => ended(client, e) }),
    mutationCache: new MutationCache({
      onError: (e) => {
        ended(client, e)
        tellReadOnly(e)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, e) => count < 2 && isProblem(e) && (e.status === 0 || e.status >= 502),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  })
  return client
}

function ended(client: QueryClient, e: unknown): void {
  signedOut(client, e)
  // Whatever was refused, the entrance asks once more who one is, is refused as well, and says why.
  if (isProblem(e) && e.code === LOOKING_OVER && client.getQueryState(ME)?.status !== 'error')
    void client.refetchQueries({ queryKey: ME })
}

/** Whoever was at work stays on the page and signs in over it; what is half typed there is not lost. */
function signedOut(client: QueryClient, e: unknown): void {
  if (!isProblem(e) || e.status !== 401 || e.code === 'sign_in.wrong') return
  if (client.getQueryData(ME)) useExpired.getState().set(true)
  else client.setQueryData(ME, null)
}

/** Looking as somebody else writes nothing; whatever was pressed says so. */
function tellReadOnly(e: unknown): void {
  if (isProblem(e) && e.code === 'looking.read_only') toast({ text: e.message })
}

type Expired = { expired: boolean; set: (expired: boolean) => void }

/** The session ended while somebody was at work. */
export const useExpired = create<Expired>()((set) => ({ expired: false, set: (expired) => set({ expired }) }))
