// What the pages of sign-in safety read and change: my second factor, the workspace's rules, what people hold.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, patch, post, put } from '@/core/http'
import type { Id } from '@/core/types'
import type { Session, Token } from '@/features/settings/settings'

export type Factor = { since: string | null; codes: number }
export type Identity = { id: Id; issuer: string; name: string | null; created_at: string; used_at: string | null }
export type Mine = {
  account: string
  password: boolean
  least: number
  second_factor: Factor
  required: boolean
  identities: Identity[]
  outside: { label: string } | null
}
/** A secret as it is brought into an app. */
export type Secret = { secret: string; address: string; qr: string }
export type Codes = { recovery_codes: string[] }
export type Who = 'nobody' | 'administrators' | 'everybody'
export type Rules = {
  second_factor: Who
  passwords: 'everybody' | 'administrators'
  after_outside: boolean
  least: number
  outside: {
    label: string
    issuer: string
    client_id: string
    redirect_uri: string
    account_claim: string | null
    create: 'no' | 'invited' | 'yes'
  } | null
  people: { active: number; secured: number }
}
export type Secured = {
  id: Id
  name: string
  account: string | null
  second_factor: string | null
  sessions: number
  tokens: number
  last_at: string | null
}
export type Access = { sessions: Session[]; tokens: Token[]; second_factor: Factor; identities: Identity[] }

const MINE = ['me', 'security']
const RULES = ['admin', 'security']

export const useMine = () => useQuery({ queryKey: MINE, queryFn: () => get<Mine>('/me/security') })
export const useRules = () => useQuery({ queryKey: RULES, queryFn: () => get<Rules>('/admin/security') })
export const useSecured = () =>
  useQuery({
    queryKey: [...RULES, 'people'],
    queryFn: () => get<{ items: Secured[] }>('/admin/security/people'),
  })
export const useAccess = (id: Id) =>
  useQuery({ queryKey: [...RULES, 'people', id], queryFn: () => get<Access>(`/admin/people/${id}/access`) })

/** A change after which what `key` names is read anew. */
function useChange<In, Out>(change: (given: In) => Promise<Out>, ...keys: string[][]) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

type Proof = { password?: string; code?: string }

export const useBeginFactor = () => useChange((proof: Proof) => post<Secret>('/me/second-factor', proof))
export const useConfirmFactor = () =>
  useChange((code: string) => put<Codes>('/me/second-factor', { code }), ['sessions'])
export const useRemoveFactor = () => useChange((proof: Proof) => post('/me/second-factor/off', proof), MINE)
export const useRenewCodes = () => useChange((proof: Proof) => post<Codes>('/me/recovery-codes', proof), MINE)
export const useEndOthers = () => useChange(() => del<{ ended: number }>('/me/sessions'), ['sessions'])
export const useUnlink = () => useChange((id: Id) => del(`/me/identities/${id}`), MINE)

/** Where the workspace asks for it before anything else: by the cookie of half a sign-in. */
export const useBeginRequired = () => useChange(() => post<Secret>('/session/second-factor', {}))
export const useConfirmRequired = () => useChange((code: string) => put<Codes>('/session/second-factor', { code }))

export const useSaveRules = () =>
  useChange((change: Partial<Omit<Rules, 'outside' | 'people'>>) => patch<Rules>('/admin/security', change), RULES)
export const useResetFactor = (id: Id) => useChange(() => del(`/admin/people/${id}/second-factor`), RULES)
export const useSignOutPerson = (id: Id) =>
  useChange(() => del<{ ended: number }>(`/admin/people/${id}/sessions`), RULES)
export const useEndSessionOf = (id: Id) =>
  useChange((session: string) => del(`/admin/people/${id}/sessions/${session}`), RULES)
export const useRevokeTokenOf = (id: Id) => useChange((token: Id) => del(`/admin/people/${id}/tokens/${token}`), RULES)
export const useUnlinkOf = (id: Id) =>
  useChange((identity: Id) => del(`/admin/people/${id}/identities/${identity}`), RULES)
export const useForgetMine = () => {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: MINE })
}
