// The rules that the person may configure: read, switched, deleted and brought back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { del, get, newIdempotencyKey, post } from '@/core/http'
import type { Id, Ref, Words } from '@/core/types'

export type Ended = { runs: number; failed: number; cut: number }
export type Broken = { field: string; code: string; gone: string | null; detail: string }
export type Rule = {
  key: string
  label: Words
  form: string | null
  form_label: Words | null
  state: 'on' | 'off' | 'paused' | 'deleted'
  reason_detail: string | null
  trigger: string | null
  definition: object | null
  version: number
  draft: object | null
  owner: Ref | null
  sentence: string
  broken: Broken[]
  last: { id: Id; state: string; at: string } | null
  ended: { '7': Ended; '30': Ended }
  going: number
  changed_at: string
}
export type Shown = 'all' | 'on' | 'off' | 'paused' | 'draft' | 'broken' | 'deleted'
export const SHOWN: Shown[] = ['all', 'on', 'off', 'paused', 'draft', 'broken', 'deleted']

export const RULES = ['rules'] as const
const OFTEN = 10_000

export const useRules = () =>
  useQuery({
    queryKey: [...RULES, 'list'],
    queryFn: () => get<{ items: Rule[] }>('/rules'),
    refetchInterval: OFTEN,
  })

export const useDeletedRules = (wanted: boolean) =>
  useQuery({
    queryKey: [...RULES, 'deleted'],
    queryFn: () => get<{ items: Rule[] }>('/rules', { query: { deleted: true } }),
    enabled: wanted,
  })

function useAct<W>(work: (wish: W) => Promise<unknown>) {
  const client = useQueryClient()
  const again = () => {
    void client.invalidateQueries({ queryKey: RULES })
    void client.invalidateQueries({ queryKey: ['leaks'] })
  }
  return useMutation({ mutationFn: work, onSettled: again })
}

export const useSwitch = () =>
  useAct((wish: { key: string; on: boolean }) => post(`/rules/${wish.key}/${wish.on ? 'enable' : 'disable'}`))
export const useDrop = () => useAct((key: string) => del(`/rules/${key}`))
export const useBringBack = () => useAct((key: string) => post(`/rules/${key}/restore`))

export type NewRule = { key: string; label: Words; form: string | null; definition: object }
export const useMakeRule = () =>
  useAct((rule: NewRule) => post('/rules', rule, { idempotencyKey: newIdempotencyKey() }))

/** Whether a rule belongs under this heading. */
export function isShown(rule: Rule, shown: Shown): boolean {
  if (shown === 'all' || shown === 'deleted') return true
  if (shown === 'draft') return rule.version === 0
  if (shown === 'broken') return rule.broken.length > 0
  return rule.state === shown && (shown !== 'off' || rule.version > 0)
}

/** Whether what was typed is in its name, its sentence or its owner's name. */
export function isFound(rule: Rule, q: string): boolean {
  const text = [...Object.values(rule.label), rule.key, rule.sentence, rule.owner?.title].join('\n').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part))
}
