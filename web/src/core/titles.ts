// Titles of records named only by id (filter values): asked once, then remembered.
import { useQuery } from '@tanstack/react-query'
import { loadPage } from './records'
import type { Id, Ref } from './types'

/** The records behind these ids, in their order; ones that cannot be seen keep a null title. */
export function useTitles(form: string, ids: Id[]) {
  return useQuery({
    queryKey: ['titles', form, [...ids].sort((a, b) => a - b)],
    queryFn: async ({ signal }): Promise<Map<Id, string>> => {
      const filter = { field: 'id', op: 'in', value: ids }
      const page = await loadPage(form, { filter, limit: Math.min(ids.length, 200), count: 'none' }, null, signal)
      return new Map(page.items.map((r) => [r.id, titleOf(r)]))
    },
    enabled: ids.length > 0,
    staleTime: 300_000,
  })
}

export const asRefs = (ids: Id[], titles: Map<Id, string> | undefined): Ref[] =>
  ids.map((id) => ({ id, title: titles?.get(id) ?? null }))

/** What the record is called: `_title` where the form has a field of its own named `title`. */
export const titleOf = (row: { title: string | null; [key: string]: unknown }): string =>
  typeof row._title === 'string' ? row._title : '_title' in row ? '' : (plain(row.title) ?? '')

/** A title of which only a mask is shown is called by its mask. */
const plain = (title: unknown): string | null => {
  if (typeof title !== 'object' || title === null) return title as string | null
  const { masked } = title as { masked?: unknown }
  return typeof masked === 'string' ? masked : null
}
