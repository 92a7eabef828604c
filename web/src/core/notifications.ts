// Notices for the signed-in person: the newest ones, and all of them by thread.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, post } from './http'
import type { Id, Words } from './types'

export const NOTIFICATIONS = ['notifications'] as const

export type Notice = {
  id: Id
  kind: string
  family: string
  thread: string
  label?: Words | string
  title?: Words | string
  detail?: Words | string | null
  link?: string | null
  form: string | null
  record_id: Id | null
  record: string | null
  read: boolean
  created_at: string
}
/** Notices that stand together: those of one record, else of one kind. */
export type Thread = { thread: string; count: number; unread: number; muted: boolean; latest: Notice }
export type NoticeFilter = { unread: boolean; family: string | null }

type Listed<T> = { items: T[]; unread: number; next: Id | null }
type Read = { ids: Id[] } | { thread: string } | { family: string } | { all: true }
export type Muted = { kind: string } | { form: string; record: Id }

export const useNotices = () =>
  useQuery({ queryKey: NOTIFICATIONS, queryFn: () => get<Listed<Notice>>('/notifications') })

export function useThreads({ unread, family }: NoticeFilter) {
  return useInfiniteQuery({
    queryKey: [...NOTIFICATIONS, 'threads', unread, family],
    queryFn: ({ pageParam }) =>
      get<Listed<Thread>>('/notifications/threads', {
        query: { unread: unread || null, family, before: pageParam },
      }),
    initialPageParam: null as Id | null,
    getNextPageParam: (last) => last.next,
  })
}

export const useThread = (thread: string) =>
  useQuery({
    queryKey: [...NOTIFICATIONS, 'thread', thread],
    queryFn: () => get<Listed<Notice>>('/notifications', { query: { thread, limit: 100 } }),
  })

export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (which: Read) => post('/notifications/read', which),
    onSuccess: () => client.invalidateQueries({ queryKey: NOTIFICATIONS }),
  })
}

/** Hear no more of something, or (`what` as the server calls it) of it again. */
export function useMute() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: { mute: Muted } | { unmute: string }): Promise<unknown> =>
      'mute' in asked
        ? post('/me/notices/mutes', asked.mute)
        : del(`/me/notices/mutes/${encodeURIComponent(asked.unmute)}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: NOTIFICATIONS })
      void client.invalidateQueries({ queryKey: ['me', 'notices'] })
    },
  })
}
