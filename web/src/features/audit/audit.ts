// The audit trail: what is looked for, rows in words, the chain of sealed blocks, files of it.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { waitForJob } from '@/core/batches'
import { apiUrl, get, newIdempotencyKey, post, put } from '@/core/http'
import { JOBS } from '@/core/jobs'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id, Page, Ref } from '@/core/types'
import { useText } from '@/i18n'

export type Said = { key: string; label: string; value: string }
export type ChangeSaid = { path: string; label: string; before: string | null; after: string | null }
export type AuditRow = {
  id: Id
  at: string
  by: Ref | null
  action: string
  said: string
  family: string
  form: string | null
  form_label: string | null
  record: { form: string; id: Id; title: string | null } | null
  about: Said[]
  changes: ChangeSaid[]
  via: string | null
  via_label: string | null
  ip: string | null
  agent: string | null
  session: string | null
  token_id: Id | null
  job_id: string | null
  request_id: string | null
}
export type Family = { family: string; label: string; actions: { action: string; label: string }[] }
export type ChainProblem = { block: number; code: string; rows: number; about: { backup?: string } }
export type Chain = {
  sealed: { block: number; last: Id; at: string; digest: string } | null
  waiting: { rows: number; since: string | null }
  verified: { at: string; blocks: number; rows: number; problems: ChainProblem[] } | null
  backup: { at: string; number: number; digest: string } | null
  retention: Retention & { least: number; most: number }
}
export type Retention = { days: number; families: { [family: string]: number } }

const ASKED = ['action', 'form', 'record', 'person', 'ip', 'q', 'since', 'until'] as const
export type Asked = { [K in (typeof ASKED)[number]]?: string }

/** What is looked for lies in the address, so that it can be sent and come back to. */
export function useAsked(): [Asked, (change: Asked) => void] {
  const [params, setParams] = useSearchParams()
  const asked: Asked = {}
  for (const key of ASKED) {
    const value = params.get(key)
    if (value) asked[key] = value
  }
  const change = (next: Asked) =>
    setParams(
      (now) => {
        const to = new URLSearchParams(now)
        for (const key of ASKED) {
          if (!(key in next)) continue
          if (next[key]) to.set(key, next[key])
          else to.delete(key)
        }
        return to
      },
      { replace: true },
    )
  return [asked, change]
}

export function useAudit(asked: Asked) {
  return useInfiniteQuery({
    queryKey: ['admin', 'audit', asked],
    queryFn: ({ pageParam }) => get<Page<AuditRow>>('/admin/audit', { query: { ...asked, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export const useFamilies = () =>
  useQuery({
    queryKey: ['admin', 'audit-actions'],
    queryFn: () => get<{ items: Family[] }>('/admin/audit/actions'),
    staleTime: 600_000,
  })

const CHAIN = ['admin', 'audit-chain'] as const

export const useChain = () =>
  useQuery({ queryKey: CHAIN, queryFn: () => get<Chain>('/admin/audit/chain'), refetchInterval: 30_000 })

export function useVerify() {
  const t = useText('audit')
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const { job } = await post<{ job: string }>('/admin/audit/verify', {}, { idempotencyKey: newIdempotencyKey() })
      void client.invalidateQueries({ queryKey: JOBS })
      if (!(await waitForJob(job, 30_000))) toast({ text: t('chain.goesOn') })
    },
    onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: CHAIN })
      void client.invalidateQueries({ queryKey: ['admin', 'audit'] })
    },
  })
}

export function useKeep() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (what: Retention) => put<Retention>('/admin/audit/retention', what),
    onSuccess: () => client.invalidateQueries({ queryKey: CHAIN }),
  })
}

/** A file of what is looked for: small ones download at once, large ones are found with the jobs. */
export function useAuditFile() {
  const t = useText('audit')
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ asked, format }: { asked: Asked; format: 'xlsx' | 'csv' }) => {
      const { record, person, ...rest } = asked
      const body = {
        ...rest,
        ...(record ? { record: Number(record) } : {}),
        ...(person ? { person: Number(person) } : {}),
        format,
      }
      const { job } = await post<{ job: string }>('/admin/audit/exports', body, { idempotencyKey: newIdempotencyKey() })
      void client.invalidateQueries({ queryKey: JOBS })
      const ended = await waitForJob(job, 10_000)
      if (!ended) return toast({ text: t('exporting') })
      if (ended.state !== 'done') return toast({ text: ended.error?.detail ?? t('failed') })
      const link = document.createElement('a')
      link.href = apiUrl(`/admin/audit/exports/${job}/file`)
      link.download = ''
      link.click()
    },
    onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
  })
}
