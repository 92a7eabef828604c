// Options out of another form: a page at a time, and which of some are offered.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { post } from './http'
import { useSettled } from './search'
import type { Value } from './types'

type Values = { [key: string]: Value }
type Page = { items: string[]; next: string | null }

/** The texts that the field may have for a record with `values`, those that hold `q` first to last. */
export function useOffers(form: string | undefined, field: string, values: Values, q: string, enabled: boolean) {
  const search = useSettled(q.trim(), 150)
  const found = useInfiniteQuery({
    queryKey: ['offers', form, field, values, search],
    queryFn: ({ pageParam, signal }) =>
      post<Page>(`/records/${form}/offers`, { field, values, search, after: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: enabled && form !== undefined,
    placeholderData: keepPreviousData,
  })
  return { ...found, texts: enabled ? (found.data?.pages.flatMap((page) => page.items) ?? []) : [] }
}

/** Those of `texts` that are offered to a record with `values`. */
export const fetchAmong = (form: string, field: string, values: Values, texts: string[]): Promise<string[]> =>
  post<Page>(`/records/${form}/offers`, { field, values, among: texts }).then((page) => page.items)
