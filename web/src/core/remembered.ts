// What the person chose once and finds again on any machine: kept with the account.
import { useQueryClient } from '@tanstack/react-query'
import { put } from './http'
import { ME } from './query'
import { useMe } from './session'
import type { Me, Value } from './types'

/** The remembered value under `key` (undefined: none yet), and how to choose another; it shows at once. */
export function useRemembered(key: string): [Value, (value: Value) => void] {
  const client = useQueryClient()
  const value = useMe().preferences?.[key]
  const choose = (next: Value) => {
    client.setQueryData<Me | null>(ME, (me) => me && { ...me, preferences: { ...me.preferences, [key]: next } })
    // Not kept is no reason to disturb: it holds for this visit.
    put(`/me/preferences/${key}`, { value: next }).catch(() => undefined)
  }
  return [value, choose]
}
