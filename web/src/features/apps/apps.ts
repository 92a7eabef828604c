// Apps: what is installed, what a package would change, bringing it in, taking it back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { loadBatch } from '@/core/batches'
import { del, get, newIdempotencyKey, post } from '@/core/http'
import { uploadFile } from '@/core/files'
import type { Batch } from '@/core/records'
import type { Words } from '@/core/types'

export type App = {
  key: string
  label: Words
  installed: number | null
  available: number | null
  at: string | null
  /** Its last version can be taken back. */
  back: boolean
  /** It comes with sample data. */
  sample: boolean
  /** How many records of its sample data are in the workspace. */
  sample_records: number
}
export type Kind = 'form' | 'role' | 'dashboard' | 'menu' | 'print' | 'view' | 'public_form' | 'rule'
/** Something that a package of this workspace could hold; `form`: whose it is. */
export type Part = { kind: Kind; key: string; label: Words; form: string | null }
export type Line = {
  kind: Kind
  key: string
  label: Words
  action: 'add' | 'change' | 'same' | 'kept' | 'deleted_here' | 'dropped' | 'removed'
  taken: string[]
  kept: { path: string; mine: unknown; theirs: unknown }[]
  /** What could not travel: it named somebody or something of the other workspace. */
  left: { path: string; code: 'person' | 'department' | 'record' | 'file' }[]
}
/** `there`: records of it that are here already; `empty`: the workspace has no records at all. */
export type SampleNote = {
  forms: { form: string; label: Words; records: number }[]
  records: number
  there: number
  empty: boolean
}
export type Plan = {
  app: string
  label: Words
  version: number
  installed: number | null
  lines: Line[]
  sample: SampleNote | null
}
/** An app that comes with the product, or an uploaded package. */
export type Which = { app: string } | { file: number }

const APPS = ['apps'] as const

export const useApps = () => useQuery({ queryKey: APPS, queryFn: () => get<{ items: App[] }>('/apps') })

export const useParts = () =>
  useQuery({ queryKey: [...APPS, 'parts'], queryFn: () => get<{ items: Part[] }>('/apps/parts') })

export const usePlan = (which: Which) =>
  useQuery({
    queryKey: [...APPS, 'plan', which],
    queryFn: () => post<Plan>('/apps/plan', which),
    gcTime: 0,
    retry: false,
  })

export const useUploadPackage = () => useMutation({ mutationFn: (file: File) => uploadFile(file) })

export const useInstall = () =>
  useMutation({
    mutationFn: (which: Which & { sample: boolean }) =>
      post<{ job: string }>('/apps/install', which, { idempotencyKey: newIdempotencyKey() }),
  })

export const useRemoveSample = () => useMutation({ mutationFn: (app: string) => del<Batch>(`/apps/${app}/sample`) })

/** What a removal of sample data did, and what it left. */
export const useRemoved = (batch: number) =>
  useQuery({ queryKey: ['batch', String(batch)], queryFn: () => loadBatch(batch) })

export function useRollBack() {
  const again = useAllAnew()
  return useMutation({
    mutationFn: (key: string) => post<Plan>(`/apps/${key}/rollback`, {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: again,
  })
}

/** An app changes forms, menus, rights and charts: everything is asked anew. */
export function useAllAnew(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries()
}

export const isNewer = (app: App): boolean =>
  app.installed !== null && app.available !== null && app.available > app.installed
