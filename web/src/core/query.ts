// The query client: what is cached, what is retried, what happens when the session ends.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem'

export const ME = ['me'] as const

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (e) => signedOut(client, e) }),
    mutationCache: new MutationCache({ onError: (e) => signedOut(client, e) }),
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

function signedOut(client: QueryClient, e: unknown): void {
  if (isProblem(e) && e.status === 401) client.setQueryData(ME, null)
}
