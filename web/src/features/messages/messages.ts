// What the pages about messages read and change: how I am told, channels, deliveries.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, patch, post, put } from '@/core/http'
import type { Id, Ref } from '@/core/types'

export type Way = 'now' | 'digest' | 'off'
export type Family = { key: string; label: string; mail: Way; sms: Way; loud: boolean }
export type Quiet = { since: string; until: string; days_off: boolean }
export type Choices = {
  families: Family[]
  quiet: Quiet | null
  digest_at: string
  channels: { mail: boolean; sms: boolean }
  email: string | null
  phone: string | null
  mutes: { what: string; label: string; since: string }[]
}
export type NewChoices = {
  mail: Record<string, string>
  sms: Record<string, string>
  quiet: Quiet | null
  digest_at: string
}

export type Option = {
  key: string
  label: string
  hint: string
  kind: 'text' | 'number' | 'choice' | 'lines'
  secret: boolean
  required: boolean
  choices: { value: string; label: string }[]
  default: string
}
export type Purpose = 'mail' | 'sms' | 'webhook' | 'robot'
export type Service = { key: string; purpose: Purpose; label: string; options: Option[] }
export type Channel = {
  key: string
  kind: string
  purpose: Purpose | null
  service: string
  label: string
  options: Record<string, string>
  secrets: string[]
  environment: boolean
  first: boolean
  enabled: boolean
  version: number
  state: 'off' | 'new' | 'works' | 'down'
  down_since: string | null
  next_try: string | null
  error: string | null
  ok_at: string | null
  waiting: number
  waiting_since: string | null
}
export type NewChannel = { kind: string; label: string; options: Record<string, string>; enabled: boolean }
export type Tried = { ok: boolean; said: string; detail: string | null }

export const STATES = ['queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const
export type State = (typeof STATES)[number]
export type Delivery = {
  id: Id
  channel: string
  channel_label: string | null
  to: string
  person: Ref | null
  subject: string
  cause: string | null
  cause_label: string | null
  form: string | null
  record_id: Id | null
  state: State
  attempts: number
  next_at: string | null
  error: string | null
  answer: string | null
  created_at: string
  ended_at: string | null
  may: ('again' | 'cancel')[]
  text?: string
  payload?: string
}
type Deliveries = { items: Delivery[]; counts: Record<State, number>; next: Id | null }

const MINE = ['me', 'notices']
const CHANNELS = ['admin', 'channels']
const DELIVERIES = ['admin', 'deliveries']
const FRESH = 5000

export const useNoticeChoices = () => useQuery({ queryKey: MINE, queryFn: () => get<Choices>('/me/notices') })

export function useChoose() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: NewChoices) => put<Choices>('/me/notices', wanted),
    onSuccess: (told) => client.setQueryData(MINE, told),
  })
}

export const useChannels = () =>
  useQuery({
    queryKey: CHANNELS,
    queryFn: () => get<{ items: Channel[]; services: Service[] }>('/admin/channels'),
    refetchInterval: FRESH,
  })

export function useSaveChannel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ channel, wanted }: { channel: Channel | null; wanted: NewChannel }) =>
      channel
        ? patch(`/admin/channels/${channel.key}`, { ...wanted, version: channel.version })
        : post('/admin/channels', wanted),
    onSuccess: () => void client.invalidateQueries({ queryKey: CHANNELS }),
  })
}

export function useRemoveChannel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => del(`/admin/channels/${key}`),
    onSuccess: () => void client.invalidateQueries({ queryKey: CHANNELS }),
  })
}

export function useTry(key: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (to: string) => post<Tried>(`/admin/channels/${key}/try`, { to }),
    onSettled: () => client.invalidateQueries({ queryKey: CHANNELS }),
  })
}

export function useDeliveries(state: State | null, q: string) {
  return useInfiniteQuery({
    queryKey: [...DELIVERIES, state, q],
    queryFn: ({ pageParam }) => get<Deliveries>('/admin/deliveries', { query: { state, q, before: pageParam } }),
    initialPageParam: null as Id | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: FRESH,
  })
}

export const useDelivery = (id: Id) =>
  useQuery({ queryKey: [...DELIVERIES, 'one', id], queryFn: () => get<Delivery>(`/admin/deliveries/${id}`) })

export function useDeliveryAct() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, act }: { id: Id; act: 'again' | 'cancel' }) => post(`/admin/deliveries/${id}/${act}`),
    onSettled: () => client.invalidateQueries({ queryKey: DELIVERIES }),
  })
}
