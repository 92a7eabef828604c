// Several records become one, and are split again.
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, post } from './http'
import { recordKey, refreshForm } from './records'
import type { Id, Ref, Row } from './types'

/** Records that become one at once, the one that stays among them. */
export const MOST_MERGED = 11

/** `gone`: those of its records whose names the reader may know. */
export type Merge = { batch: Id; at: string; by: Ref | null; records: number; gone: Ref[] }
type Merging = { master: Id; gone: Id[]; take: { [field: string]: Id } }

const mergesKey = (form: string, id: Id) => ['merges', form, id] as const

/** The records themselves, as their reader sees them. */
export const useThese = (form: string, ids: Id[]) =>
  useQueries({
    queries: ids.map((id) => ({ queryKey: recordKey(form, id), queryFn: () => get<Row>(`/records/${form}/${id}`) })),
  })

export function useMerge(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ master, gone, take }: Merging) =>
      post<{ batch: Id; turned: number }>(
        `/records/${form}/${master}/merge`,
        { gone, take },
        { idempotencyKey: newIdempotencyKey() },
      ),
    onSuccess: (_, { master, gone }) => {
      refreshForm(client, form, master)
      gone.forEach((id) => client.removeQueries({ queryKey: recordKey(form, id) }))
      void client.invalidateQueries({ queryKey: ['duplicates', form] })
      void client.invalidateQueries({ queryKey: mergesKey(form, master) })
    },
  })
}

export const useMerges = (form: string, id: Id | null) =>
  useQuery({
    queryKey: mergesKey(form, id ?? 0),
    queryFn: () => get<{ items: Merge[] }>(`/records/${form}/${id}/merges`),
    enabled: id !== null,
  })

export function useSplit(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ master, batch }: { master: Id; batch: Id }) =>
      post<{ back: Id[]; left: number }>(
        `/records/${form}/${master}/split`,
        { batch },
        { idempotencyKey: newIdempotencyKey() },
      ),
    onSuccess: (_, { master }) => {
      refreshForm(client, form, master)
      void client.invalidateQueries({ queryKey: mergesKey(form, master) })
    },
  })
}
