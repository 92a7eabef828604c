// What the organisation's pages read and change: departments, people, positions, invitations, absences.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, newIdempotencyKey, patch, post, put } from '@/core/http'
import type { Id, Ref, Words } from '@/core/types'

export type State = 'active' | 'disabled' | 'not_activated'
export type Department = {
  id: Id
  name: string
  kind: 'department' | 'company'
  parent_id: Id | null
  position: number
  people: number
  members: number
  below: number
  head: (Ref & { state: State }) | null
}
export type Tree = { items: Department[]; people: number; nowhere: number }
export type Place = { department: Ref; position: Ref | null; main: boolean }
export type Absence = {
  id: Id
  since: string
  until: string
  substitute: Ref | null
  records: boolean
  note: string | null
  now: boolean
}
export type PersonRow = {
  id: Id
  name: string
  account: string | null
  email: string | null
  phone: string | null
  state: State
  department: Ref | null
  places: Place[]
  roles: string[]
  roles_until: { [key: string]: string }
  away: Absence | null
}
export type PersonInFull = PersonRow & {
  absences: Absence[]
  stands_for: Ref[]
  leads: Ref[]
  invitation: { id: Id; expires_at: string } | null
  last_sign_in: string | null
  sessions: number
  merged_into: Id | null
}
export type HeldRole = { key: string; until: string | null }
export type PersonChange = {
  name?: string
  account?: string | null
  email?: string | null
  phone?: string | null
  password?: string
  places?: { department: Id; position: Id | null }[]
  roles?: HeldRole[]
  state?: State
  merge_into?: Id
}
export type Position = { id: Id; name: string; people: number }
export type Role = { key: string; label: Words; admin?: boolean }
export type Holds = { forms: { form: string; label: Words; count: number }[]; records: number; leads: Ref[] }
export type Filter = { q: string; state: string; department: string; below: boolean }
export type Open = {
  id: Id
  person: Ref
  by: Ref | null
  created_at: string
  expires_at: string
  mailed_to: string | null
}
export type Made = {
  id: Id
  person: PersonRow
  path: string
  expires_at: string
  mailed: boolean
  mail_error: string | null
}

export const ADMIN = ['admin']

export const useTree = () =>
  useQuery({ queryKey: ['admin', 'departments'], queryFn: () => get<Tree>('/admin/departments') })
export const usePositions = () =>
  useQuery({ queryKey: ['admin', 'positions'], queryFn: () => get<{ items: Position[] }>('/admin/positions') })
export const useRoles = () =>
  useQuery({ queryKey: ['admin', 'roles'], queryFn: () => get<{ items: Role[] }>('/admin/roles'), staleTime: 600_000 })
export const usePerson = (id: Id | null) =>
  useQuery({
    queryKey: ['admin', 'person', id],
    queryFn: () => get<PersonInFull>(`/admin/people/${id}`),
    enabled: id !== null,
  })
export const useHolds = (id: Id, enabled = true) =>
  useQuery({ queryKey: ['admin', 'holds', id], queryFn: () => get<Holds>(`/admin/people/${id}/holds`), enabled })
export const useOpenInvitations = () =>
  useQuery({
    queryKey: ['admin', 'invitations'],
    queryFn: () => get<{ items: Open[]; mail: boolean }>('/admin/invitations'),
  })

type People = { items: PersonRow[]; next: string | null; total: number }

export function usePeople(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ['admin', 'people', filter],
    queryFn: ({ pageParam, signal }) =>
      get<People>('/admin/people', {
        query: {
          q: filter.q,
          state: filter.state === 'all' ? '' : filter.state,
          department: filter.department,
          below: filter.below ? 1 : '',
          limit: 100,
          cursor: pageParam,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
}

/** Everything about the organisation is read anew: counts, heads and places hang together. */
function useChange<W, R>(change: (what: W) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ADMIN }), forget(client)]),
  })
}

const forget = (client: ReturnType<typeof useQueryClient>) => client.invalidateQueries({ queryKey: ['pick'] })

export type DepartmentChange = {
  name?: string
  kind?: string
  parent?: Id | null
  head?: Id | null
}

export const useSaveDepartment = () =>
  useChange(({ id, change }: { id: Id | null; change: DepartmentChange }) =>
    id === null
      ? post<Department>('/admin/departments', change, { idempotencyKey: newIdempotencyKey() })
      : patch<Department>(`/admin/departments/${id}`, change),
  )
export const useOrderDepartments = () =>
  useChange((order: { parent: Id | null; ids: Id[] }) => put('/admin/departments/order', order))
export const useRemoveDepartment = () => useChange((id: Id) => del(`/admin/departments/${id}`))

export const useSavePerson = () =>
  useChange(({ id, change }: { id: Id | null; change: PersonChange }) =>
    id === null
      ? post<PersonRow>('/admin/people', change, { idempotencyKey: newIdempotencyKey() })
      : patch<PersonRow>(`/admin/people/${id}`, change),
  )

export const useAddPosition = () => useChange((name: string) => post('/admin/positions', { name }))
export const useRenamePosition = () =>
  useChange(({ id, name }: { id: Id; name: string }) => patch(`/admin/positions/${id}`, { name }))
export const useOrderPositions = () => useChange((ids: Id[]) => put('/admin/positions/order', { ids }))
export const useRemovePosition = () => useChange((id: Id) => del(`/admin/positions/${id}`))

export type Invite = { people?: Id[]; person?: PersonChange; days: number; mail: boolean }
export const useInvite = () =>
  useChange((invite: Invite) => post<{ items: Made[] }>('/admin/invitations', { ...invite, origin: location.origin }))
export const useWithdraw = () => useChange((id: Id) => del(`/admin/invitations/${id}`))

export type Away = { since: string; until: string; substitute: Id | null; records: boolean; note: string | null }

/** Absences of a person, null: of oneself. */
const absencePath = (person: Id | null) => (person === null ? '/me/absence' : `/admin/people/${person}/absences`)

export type MyAbsences = {
  items: Absence[]
  stands_for: { id: Id; title: string; absences: Omit<Absence, 'id' | 'substitute'>[] }[]
}
export const useMyAbsences = () =>
  useQuery({ queryKey: ['admin', 'absence', 'mine'], queryFn: () => get<MyAbsences>('/me/absence') })
export const useSaveAbsence = (person: Id | null) =>
  useChange(({ id, away }: { id: Id | null; away: Away }) =>
    id === null ? post(absencePath(person), away) : put(`${absencePath(person)}/${id}`, away),
  )
export const useEndAbsence = (person: Id | null) => useChange((id: Id) => del(`${absencePath(person)}/${id}`))
