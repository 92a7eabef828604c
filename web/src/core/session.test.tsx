// Who may change how a form is made.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { ME } from './query'
import { useMayDesign } from './session'
import type { Me } from './types'

const asks = (rights: Partial<Me['rights']>) => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  client.setQueryData(ME, { rights: { forms: {}, configure: false, people: false, ...rights }, workspace: {} } as Me)
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(() => [useMayDesign('lead'), useMayDesign('deal')], { wrapper }).result.current
}

it.each([
  [{}, [false, false]],
  [{ forms: { lead: ['read', 'change'] } }, [false, false]],
  [{ forms: { lead: ['read', 'configure'] } }, [true, false]],
  [{ configure: true }, [true, true]],
] as [Partial<Me['rights']>, boolean[]][])('%j may design %j', (rights, expected) =>
  expect(asks(rights)).toEqual(expected),
)
