// The administrative divisions of China, fetched once, when the first address is edited or asked for.
import { useQuery } from '@tanstack/react-query'
import { get } from './http'

/** Key, name, and what lies below. */
export type Region = [key: string, name: string, below?: Region[]]

export const useRegions = () =>
  useQuery({
    queryKey: ['regions'],
    queryFn: async ({ signal }) => (await get<{ items: Region[] }>('/regions', { signal })).items,
    staleTime: Infinity,
    gcTime: Infinity,
  })
