// Definitions of pools from the server: the list, one, what is wrong, what a change would do, versions, keeping it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, post, put } from '@/core/http'
import { ASKED_ONCE, ME } from '@/core/query'
import type { Id, Ref } from '@/core/types'
import { write } from './model'
import type { Closed, Definition, Problem, Stored } from './types'

const ADMIN = ['admin', 'pools'] as const
/** Apart from what follows every change of a record: it looks through 90 days. */
const REHEARSAL = ['pool-rehearsal'] as const

export const useDefinitions = () =>
  useQuery({ queryKey: ADMIN, queryFn: () => get<{ items: Stored[] }>('/admin/pools') })

/** As it was when the editor was opened: what others save meanwhile is told when one saves oneself. */
export const useDefinition = (key: string) =>
  useQuery({
    queryKey: [...ADMIN, key],
    queryFn: () => get<Stored>(`/admin/pools/${key}`),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })

export const useProblems = (key: string, definition: Definition, enabled: boolean) =>
  useQuery({
    queryKey: [...ADMIN, key, 'check', definition],
    queryFn: ({ signal }) =>
      post<{ problems: Problem[] }>(`/admin/pools/${key}/check`, { definition: write(definition) }, { signal }),
    enabled,
    staleTime: 60_000,
  })

export type Sample = { id: Id; title: string | null; rule: string; at: string; owner: Ref | null }
export type Falling = {
  count: number
  rules: { [key: string]: number }
  people: { id: Id; title: string | null; count: number }[]
  samples: Sample[]
  records: Id[]
}
export type Count = { value: number; exact: boolean; samples: { id: Id; title: string | null }[] }
export type Effects = {
  tonight: { until: string; falls: Falling; spared: Falling }
  sight: {
    people: number
    judged: number
    rows: { person: Ref; gained: Count; lost: Count }[]
    fields: { field: string; from: Closed | 'read'; to: Closed | 'read'; people: number }[]
  }
}

/** `definition` null: of taking the pool away. */
export const useEffects = (key: string, definition: Definition | null) =>
  useQuery({
    queryKey: [...ADMIN, key, 'preview', definition],
    queryFn: ({ signal }) =>
      post<Effects>(`/admin/pools/${key}/preview`, { definition: definition && write(definition) }, { signal }),
    staleTime: 0,
    gcTime: 0,
    ...ASKED_ONCE,
  })

export type Rehearsed = {
  running: number
  /** Whether anything of the pool takes records back at all. */
  rules: boolean
  tonight: Falling & { until: string }
  /** As if the rules had always been there. */
  caught: Falling & { until: string }
  past: Falling & { days: number; since: string }
}

/** Of a definition that may not be in force; without one, of the pool as it is, for those who administer it. */
export const useRehearsal = (key: string, definition: Definition | null) =>
  useQuery({
    queryKey: [...REHEARSAL, key, definition],
    queryFn: ({ signal }) =>
      definition
        ? post<Rehearsed>(`/admin/pools/${key}/rehearse`, { definition: write(definition) }, { signal })
        : get<Rehearsed>(`/pools/${key}/rehearsal`, { signal }),
    staleTime: 0,
    ...ASKED_ONCE,
  })

export type Version = { version: number; definition: Stored['definition'] | null; at: string; by: Ref | null }

export const useVersions = (key: string) =>
  useQuery({
    queryKey: [...ADMIN, key, 'versions'],
    queryFn: async () => (await get<{ items: Version[] }>(`/admin/pools/${key}/versions`)).items,
    staleTime: 0,
  })

/** One's own rights and pages may have changed, too. */
function useRefresh() {
  const client = useQueryClient()
  return () => {
    for (const queryKey of [ADMIN, REHEARSAL, ['pools'], ['leaks'], ME, ['forms'], ['today']])
      void client.invalidateQueries({ queryKey })
  }
}

export function usePutPool() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (w: { key: string; version: number; definition: Definition }) =>
      put<{ version: number }>(`/admin/pools/${w.key}`, { version: w.version, definition: write(w.definition) }),
    onSuccess: refresh,
  })
}

export function useDropPool() {
  const refresh = useRefresh()
  return useMutation({ mutationFn: (key: string) => del(`/admin/pools/${key}`), onSuccess: refresh })
}
