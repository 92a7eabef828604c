// The workspace's name before anybody is signed in.
import { useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'

type Version = { workspace?: string | null }

/** From the open version call; undefined while unknown, then the product's name is shown. */
export function useWorkspaceName(): string | undefined {
  const { data } = useQuery({
    queryKey: ['version'],
    queryFn: () => get<Version>('/version'),
    staleTime: Infinity,
    retry: false,
  })
  return data?.workspace ?? undefined
}
