// The records of a stretch of days: at most 500, and it says so when there are more.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { listKey, loadPage, type ListQuery } from '@/core/records'
import type { Filter, Page, Row } from '@/core/types'

export const MOST = 500
const PAGE = 200

type Pages = { pages: Page<Row>[] }

/** Loaded as pages, so that a changed record shows its new values at once (core/records, `patchLists`). */
export function useRange(form: string, query: Omit<ListQuery, 'limit' | 'count'>, enabled = true) {
  const key = [...listKey(form, query), 'range'] as const
  const range = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Pages> => {
      const pages: Page<Row>[] = []
      for (let left = MOST, cursor: string | null = null; left > 0; left -= PAGE) {
        const asked = { ...query, limit: Math.min(PAGE, left), count: 'capped' as const }
        const page: Page<Row> = await loadPage(form, asked, cursor, signal)
        pages.push(page)
        cursor = page.next
        if (!cursor) break
      }
      return { pages }
    },
    placeholderData: keepPreviousData,
    enabled,
  })
  const pages = range.data?.pages ?? []
  return {
    rows: once(pages.flatMap((page) => page.items)),
    /** There are more than are shown. */
    cut: pages.at(-1)?.next != null,
    total: pages[0]?.total,
    pending: range.isPending,
    busy: range.isFetching,
    error: range.error,
    retry: () => void range.refetch(),
  }
}

/** Each record once: one that moved between two pages came with both. */
const once = (rows: Row[]): Row[] => [...new Map(rows.map((row) => [row.id, row])).values()]

/** Both conditions. */
export const both = (filter: Filter | null, more: Filter): Filter => (filter ? { and: [filter, more] } : more)
