// What I have to do on which day, and putting it on another one.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { shifted } from '@/core/format/days'
import { useFormat } from '@/core/format'
import { del, get, patch, post } from '@/core/http'
import { isProblem } from '@/core/problem'
import { refreshForm } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Id, Row } from '@/core/types'
import { useReschedules } from '@/features/log/standing'
import type { Repeat } from '@/features/tasks/tasks'
import { useText } from '@/i18n'

export type AgendaKind = 'task' | 'follow_up' | 'close'

export type AgendaItem = {
  kind: AgendaKind
  form: string
  id: Id
  version: number
  title: string | null
  about: string | null
  /** An instant, or a day. */
  at: string
  /** What is changed to move it; none for a next step, which is agreed anew. */
  field: string | null
  done: boolean
  note: string | null
  /** Of a task: how much of its checklist is ticked, and how it repeats. */
  progress: string | null
  repeat: Repeat | null
}

export const AGENDA = ['agenda']

export const useAgenda = (from: string, to: string) =>
  useQuery({
    queryKey: [...AGENDA, from, to],
    queryFn: () => get<{ items: AgendaItem[]; whole: boolean }>('/agenda', { query: { from, to } }),
    placeholderData: keepPreviousData,
    refetchInterval: 300_000,
  })

const keyOf = (item: AgendaItem): string => `${item.kind}:${item.form}:${item.id}`

const numbers = new Map<string, number>()

/** A number of its own for each entry: records of several forms stand in one calendar. */
export function numberOf(item: AgendaItem): number {
  const known = numbers.get(keyOf(item)) ?? numbers.size + 1
  numbers.set(keyOf(item), known)
  return known
}

/** An entry as the calendar shows records. */
export const rowOf = (item: AgendaItem): Row => ({
  id: numberOf(item),
  version: item.version,
  title: item.title,
  at: item.at,
})

/** `days` on; the time on the clock stays. */
export function useMoveEntry() {
  const t = useText('agenda')
  const f = useFormat()
  const client = useQueryClient()
  const later = useReschedules((day) => t('moveNote', { date: f.date(day) }))
  const put = async (item: AgendaItem, at: string, version: number | null) => {
    if (!item.field) return void (await later.mutateAsync({ about: { form: item.form, id: item.id }, at }))
    const body = { [item.field]: at, ...(version === null ? {} : { version }) }
    await patch<Row>(`/records/${item.form}/${item.id}`, body)
    refreshForm(client, item.form, item.id)
  }
  const again = () => {
    void client.invalidateQueries({ queryKey: AGENDA })
    void client.invalidateQueries({ queryKey: ['today'] })
  }
  const move = useMutation({
    mutationFn: ({ item, days }: { item: AgendaItem; days: number }) =>
      put(item, shifted(item.at, days, f.zone), item.version),
    onSuccess: (_, { item, days }) => {
      const day = shifted(item.at, days, f.zone)
      const back = () => void put(item, item.at, null).finally(again)
      toast({ text: t('moved', { date: f.date(day) }), ...(item.field ? { undo: back } : {}) })
    },
    onError: (e) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed') }),
    onSettled: again,
  })
  return (item: AgendaItem, days: number) => move.mutate({ item, days })
}

export type Feed = { id: Id; name: string; created_at: string; used_at: string | null }

const FEEDS = ['calendar-feeds']

export const useFeeds = () => useQuery({ queryKey: FEEDS, queryFn: () => get<{ items: Feed[] }>('/me/calendar-feeds') })

export function useMakeFeed() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => post<{ path: string; link: string | null }>('/me/calendar-feeds', { name }),
    onSuccess: () => void client.invalidateQueries({ queryKey: FEEDS }),
  })
}

export function useEndFeed() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: Id) => del(`/me/calendar-feeds/${id}`),
    onSuccess: () => void client.invalidateQueries({ queryKey: FEEDS }),
  })
}
