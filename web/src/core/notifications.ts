// Notices for the signed-in person.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from './http'
import type { Id, Words } from './types'

export const NOTIFICATIONS = ['notifications'] as const

export type Notice = {
  id: Id
  kind: string
  label?: Words | string
  title?: Words | string
  detail?: Words | string | null
  link?: string | null
  read: boolean
  created_at: string
}

export const useNotices = () =>
  useQuery({ queryKey: NOTIFICATIONS, queryFn: () => get<{ items: Notice[]; unread?: number }>('/notifications') })

export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (which: { ids: Id[] } | { all: true }) => post('/notifications/read', which),
    onSuccess: () => client.invalidateQueries({ queryKey: NOTIFICATIONS }),
  })
}
