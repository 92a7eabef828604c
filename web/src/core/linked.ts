// Linked data: what a pick brings along, what matches the record at hand, what a button does.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { newIdempotencyKey, post } from './http'
import { recordKey, refreshForm, tellWarnings } from './records'
import type { Id, Row, Value } from './types'

type Values = { [key: string]: Value }

/** What the record picked in `field` brings along, as its own reader sees it. */
export const fetchFill = (form: string, field: string, id: Id): Promise<Values> =>
  post<{ values: Values }>(`/records/${form}/fill`, { field, id }).then((told) => told.values)

export type Found = { items: Row[]; total: { value: number; exact: boolean } | null }
export type Taken = { found: boolean; value: Value }

export const fetchLinked = <T extends Found | Taken>(form: string, key: string, values: Values, signal?: AbortSignal) =>
  post<T>(`/records/${form}/linked`, { key, values }, signal ? { signal } : {})

/** The records that a query control shows for these values. */
export const useMatches = (form: string, key: string, values: Values, enabled: boolean) =>
  useQuery({
    queryKey: ['linked', form, key, values],
    queryFn: ({ signal }) => fetchLinked<Found>(form, key, values, signal),
    enabled,
  })

export function usePress(form: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { id: Id; button: string; version: number }) =>
      post<Row>(
        `/records/${form}/${w.id}/press/${w.button}`,
        { version: w.version },
        { idempotencyKey: newIdempotencyKey() },
      ),
    onSuccess: (row) => {
      tellWarnings(row)
      client.setQueryData(recordKey(form, row.id), row)
      refreshForm(client, form, row.id)
    },
  })
}
