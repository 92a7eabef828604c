// What the roles of the workspace are called: for pickers, also of those who administer nothing.
import { useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'
import type { Words } from '@/core/types'

export type RoleName = { key: string; label: Words }

export const useRoleNames = () =>
  useQuery({ queryKey: ['roles'], queryFn: () => get<{ items: RoleName[] }>('/roles'), staleTime: 600_000 })
