// Roles from the server: the list, one, what a change would open and close, and keeping it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, post, put } from '@/core/http'
import { ME } from '@/core/query'
import type { Id, Ref, Words } from '@/core/types'
import type { Definition, Level, Role } from './types'

const ROLES = ['admin', 'roles'] as const

export const useRoles = () =>
  useQuery({ queryKey: ROLES, queryFn: () => get<{ items: Role[] }>('/admin/roles'), staleTime: 60_000 })

/** As it was when the editor was opened: what others save meanwhile is told when one saves oneself. */
export const useRole = (key: string) =>
  useQuery({
    queryKey: [...ROLES, key],
    queryFn: () => get<Role>(`/admin/roles/${key}`),
    staleTime: Infinity,
    gcTime: 0,
  })

export type Count = { value: number; exact: boolean }
export type Sample = { id: Id; title: string | null; person: Ref }
export type PreviewRow = {
  form: string
  action: string
  people: number
  /** Null of what is not judged record by record: then `may` says whether it is let from now on. */
  gained: Count | null
  lost: Count | null
  samples: { gained: Sample[]; lost: Sample[] }
  may: boolean | null
}
export type PreviewField = {
  form: string
  field: string
  label: Words | null
  from: Level
  to: Level
  people: number
}
export type Preview = {
  people: number
  rows: PreviewRow[]
  fields: PreviewField[]
  admin: { gained: boolean; lost: boolean }
  more: boolean
  /** Of the people: how many were looked at, and of how many the records were counted. */
  judged: number
  counted: number
}

export function usePreview(key: string, definition: Definition | null) {
  return useQuery({
    queryKey: [...ROLES, key, 'preview', definition],
    queryFn: ({ signal }) => post<Preview>(`/admin/roles/${key}/preview`, { definition }, { signal }),
    enabled: definition !== null,
    staleTime: 0,
    gcTime: 0,
  })
}

export type Kept = { key: string; label: Words; definition: Definition; version?: number }

export function usePutRole() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, ...body }: Kept) => put(`/admin/roles/${key}`, body),
    // One's own rights may have changed, too: everything is asked anew.
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ROLES })
      void client.invalidateQueries({ queryKey: ['roles'] })
      void client.invalidateQueries({ queryKey: ME })
      void client.invalidateQueries({ queryKey: ['forms'] })
    },
  })
}

export function useDropRole() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => del(`/admin/roles/${key}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ROLES, exact: true })
      void client.invalidateQueries({ queryKey: ['roles'] })
    },
  })
}
