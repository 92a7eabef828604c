// Reading and keeping the arrangement of the navigation.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, put } from '@/core/http'
import { ME } from '@/core/query'
import type { Words } from '@/core/types'
import type { Menu } from './model'

export type Known = { name: string; label: Words; icon: string | null; route: string }
export type RoleOf = { key: string; label: Words; home: string }
export type Arranged = { menu: Menu; version: number; entries: Known[]; roles: RoleOf[] }

const KEY = ['menu'] as const

export const useArranged = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const found = await get<Arranged>('/menu')
      return { ...found, menu: { ...found.menu, roles: found.menu.roles ?? [] } }
    },
    staleTime: Infinity,
  })

export function useArranging() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { version: number; menu: Menu }) => put<Arranged>('/menu', body),
    onSuccess: (kept) => {
      client.setQueryData<Arranged>(KEY, { ...kept, menu: { ...kept.menu, roles: kept.menu.roles ?? [] } })
      void client.invalidateQueries({ queryKey: ME })
    },
  })
}
