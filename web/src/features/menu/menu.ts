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

const whole = (told: Arranged): Arranged => ({ ...told, menu: { ...told.menu, roles: told.menu.roles ?? [] } })

export const useArranged = () =>
  useQuery({ queryKey: KEY, queryFn: async () => whole(await get<Arranged>('/menu')), staleTime: Infinity })

export function useArranging() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: { version: number; menu: Menu }) => whole(await put<Arranged>('/menu', body)),
    onSuccess: (kept) => {
      client.setQueryData<Arranged>(KEY, kept)
      void client.invalidateQueries({ queryKey: ME })
    },
    // Somebody else may have arranged it.
    onError: () => client.invalidateQueries({ queryKey: KEY }),
  })
}
