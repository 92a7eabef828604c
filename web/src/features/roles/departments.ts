// All departments by name and as a tree, for grants on chosen ones.
import { useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'
import type { Id } from '@/core/types'
import type { TreeNode } from '@/ui'

type Department = { id: Id; title: string; parent: Id | null }

const useDepartments = () =>
  useQuery({
    queryKey: ['pick', 'departments', 'all'],
    queryFn: () => get<{ items: Department[] }>('/departments', { query: { limit: 1000 } }),
    staleTime: 60_000,
  })

export function useDepartmentNames(): Map<Id, string> {
  const found = useDepartments().data?.items ?? []
  return new Map(found.map((each) => [each.id, each.title]))
}

export function useDepartmentTree(): TreeNode[] {
  const found = useDepartments().data?.items ?? []
  const known = new Set(found.map((each) => each.id))
  const below = (parent: Id | null): TreeNode[] =>
    found
      .filter((each) => (parent === null ? each.parent === null || !known.has(each.parent) : each.parent === parent))
      .map((each) => {
        const children = below(each.id)
        return { value: String(each.id), label: each.title, ...(children.length ? { children } : {}) }
      })
  return below(null)
}
