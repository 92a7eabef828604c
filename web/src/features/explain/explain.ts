// Why somebody can or cannot, and who can at all: asked of the server.
import { useQuery } from '@tanstack/react-query'
import { get } from '@/core/http'
import type { ExplainQuery } from '@/core/routes'
import type { Id, Ref, Words } from '@/core/types'
import type { Level, Rows } from '@/features/roles/types'

export type Reason = {
  kind: 'grant' | 'deny' | 'cap' | 'share' | 'team' | 'admin' | 'public' | 'disabled' | 'token'
  role: { key: string; label: Words | null } | null
  /** Its place in the role. */
  at: number | null
  rows: Rows | 'condition' | null
  fields_level: Level | null
  covers: boolean
  /** Its condition asks for a field that is gone: it opens nothing. */
  unfit?: boolean
  share: { subject: string; level: 'read' | 'write'; until: string | null } | null
}
export type Answer = {
  person: Ref
  form: string
  record: { id: Id; title: string | null } | null
  action: string
  field: string | null
  allowed: boolean
  level: Level | null
  /** The places of the reasons that decide. */
  because: number[]
  reasons: Reason[]
}

export function useExplained({ person, form, record, action, field }: ExplainQuery) {
  const query = { person, form, record, action: action ?? 'read', field }
  return useQuery({
    queryKey: ['admin', 'explain', query],
    queryFn: ({ signal }) => get<Answer>('/admin/explain', { query, signal }),
    enabled: Boolean(person) && Boolean(form),
    staleTime: 0,
  })
}

export type Reader = { person: { id: Id; title: string }; actions: string[]; through: 'role' | 'share' | 'team' }

export const useReaders = (form: string, id: Id) =>
  useQuery({
    queryKey: ['admin', 'readers', form, id],
    queryFn: () => get<{ items: Reader[]; more: boolean }>(`/records/${form}/${id}/readers`),
    staleTime: 0,
  })
