// What the settings pages read and change: tokens, bin, imports, audit, backups.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, newIdempotencyKey, post, put } from '@/core/http'
import type { Id, Page, Ref } from '@/core/types'

export type Token = {
  id: Id
  name: string
  scopes: string[]
  created_at: string
  expires_at: string
  used_at: string | null
  used_ip: string | null
  /** The only forms it reaches; null: all. */
  forms: string[] | null
  token?: string
}
export type Deleted = {
  form: string
  id: Id
  title: string
  _title?: string | null
  deleted_at: string
  deleted_by?: Ref | null
  owner?: Ref | null
}
export type Session = {
  id: string
  created_at: string
  seen_at: string
  expires_at: string
  ip: string | null
  agent: string | null
  via: 'password' | 'outside' | 'recovery' | null
  current: boolean
}
export type Backup = { name: string; at: string; size: number; checked: boolean | null }

export const useTokens = () => useQuery({ queryKey: ['tokens'], queryFn: () => get<{ items: Token[] }>('/tokens') })
export const useSessions = () =>
  useQuery({ queryKey: ['sessions'], queryFn: () => get<{ items: Session[] }>('/me/sessions') })
export const useBackups = () =>
  useQuery({ queryKey: ['admin', 'backups'], queryFn: () => get<{ items: Backup[] }>('/admin/backups') })

export function useBin(form: string | null) {
  return useInfiniteQuery({
    queryKey: ['records', form ?? '', 'bin'],
    queryFn: ({ pageParam }) => get<Page<Deleted>>('/bin', { query: { form, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export function useMakeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { name: string; scopes: string[]; days: number; forms?: string[] }) => post<Token>('/tokens', w),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
}

export function useEndToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: Id) => del(`/tokens/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
}

export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => del(`/me/sessions/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export function useNewPassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { old?: string; new: string }) => put('/me/password', w),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export function useRestore() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { form: string; id: Id }) =>
      post(`/records/${w.form}/${w.id}/restore`, {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['records'] }),
  })
}

export function useBackUp() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => post('/admin/backups', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['admin', 'backups'] }),
  })
}
