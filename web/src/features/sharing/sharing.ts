// To whom a record is open beside those whose roles reach it: read, opened, taken back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, newIdempotencyKey, post } from '@/core/http'
import { refreshForm } from '@/core/records'
import type { Id, Ref } from '@/core/types'

export type ShareKind = 'share' | 'team'
export type Level = 'read' | 'write'
export type SubjectKind = 'person' | 'department' | 'role'
export type Share = {
  id: Id
  kind: ShareKind
  to: { kind: SubjectKind; id: Id | string; title: string }
  level: Level
  duty: string | null
  until: string | null
  by: Ref | null
  at: string
  /** Whether the person named sees the record with it; null for departments and roles. */
  sees: boolean | null
}
/** `asks`: who asked the reader to be taken into the team, and was not. */
export type Shares = { items: Share[]; may: boolean; asks?: { id: Id; title: string; at: string }[] }
export type Opening = {
  kind: ShareKind
  to: { person?: Id; department?: Id; role?: string }
  level: Level
  until: string | null
  duty: string | null
}

const keyOf = (form: string, id: Id) => ['shares', form, id] as const

export const useShares = (form: string, id: Id) =>
  useQuery({ queryKey: keyOf(form, id), queryFn: () => get<Shares>(`/records/${form}/${id}/shares`) })

export function useOpen(form: string, id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (to: Opening) =>
      post<Share>(`/records/${form}/${id}/shares`, to, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(form, id) }),
  })
}

export function useTakeBack(form: string, id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (share: Id) => del(`/records/${form}/${id}/shares/${share}`),
    // Whoever left may not see the record any more.
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keyOf(form, id) })
      refreshForm(client, form, id)
    },
  })
}

/** The same once more with something changed: opening to the same subject changes level, term and duty. */
export const openingOf = (share: Share, change: Partial<Opening> = {}): Opening => ({
  kind: share.kind,
  to: { [share.to.kind]: share.to.id },
  level: share.level,
  until: share.until,
  duty: share.duty,
  ...change,
})

export const teamOf = (shares: Shares | undefined): Share[] => (shares?.items ?? []).filter((s) => s.kind === 'team')

/** Who may leave: the person named. */
export const isMine = (share: Share, me: Id): boolean => share.to.kind === 'person' && share.to.id === me
