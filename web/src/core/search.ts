// Finding: the global search, pickers for relations, people and departments.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { get } from './http'
import type { Id, Ref, Words } from './types'

export type Hit = {
  form: string
  id: Id
  title: string
  subtitle?: string | null
  matched?: string
  mark?: [number, number] | null
}

export function useSearch(q: string, forms?: string) {
  const settled = useSettled(q.trim(), 150)
  return useQuery({
    queryKey: ['search', settled, forms ?? null],
    queryFn: ({ signal }) => get<{ items: Hit[] }>('/search', { query: { q: settled, forms }, signal }),
    enabled: settled.length > 0,
    placeholderData: keepPreviousData,
  })
}

/** Where a picker looks: records of one form, people, departments, or who may get what somebody holds (of `forms`). */
export type PickFrom = { records: string } | { receivers: Id; forms?: string[] } | 'people' | 'departments'

/** `away`: of people who are absent now, until when, and who stands in. */
export type Picked = {
  id: Id
  title: string
  subtitle?: string | null
  away?: { until: string; substitute: Ref | null } | null
  /** Of receivers: forms that their roles could not hold, and whether they could hold any. */
  lacks?: { form: string; label: Words }[]
  holds?: boolean
}

export function usePick(from: PickFrom, q: string, enabled = true) {
  const settled = useSettled(q.trim(), 150)
  return useQuery({
    queryKey: ['pick', from, settled],
    queryFn: ({ signal }) => loadPicks(from, settled, signal),
    // A picker of records waits until it is said of which form.
    enabled: enabled && (typeof from === 'string' || !('records' in from) || from.records !== ''),
    placeholderData: keepPreviousData,
  })
}

async function loadPicks(from: PickFrom, q: string, signal: AbortSignal): Promise<Picked[]> {
  const path = pathOf(from)
  const { items } = await get<{ items: (Picked & { name?: string })[] }>(path, { query: { q }, signal })
  return items.map((i) => ({ ...i, title: i.title ?? i.name ?? '' }))
}

function pathOf(from: PickFrom): string {
  if (typeof from === 'string') return `/${from}`
  return 'records' in from ? `/records/${from.records}/pick` : `/handovers/people/${from.receivers}/receivers`
}

export type TagInUse = { tag: string; count: number }

/** Tags of a field that hold `q`, the most frequent first; nothing where the form is not known. */
export function useTagsInUse(form: string | undefined, field: string, q: string) {
  const settled = useSettled(q.trim(), 150)
  return useQuery({
    queryKey: ['tags', form, field, settled],
    queryFn: async ({ signal }) =>
      (await get<{ items: TagInUse[] }>(`/records/${form}/tags`, { query: { field, q: settled }, signal })).items,
    enabled: form !== undefined,
    placeholderData: keepPreviousData,
  })
}

export const isRef = (v: unknown): v is Ref => typeof v === 'object' && v !== null && 'id' in v

/** The value once it has rested for a while. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
