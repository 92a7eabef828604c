// What the designer reads and writes: kinds, the draft, its difference, versions, forms.
import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { FORMS } from '@/core/forms'
import { del, get, newIdempotencyKey, post, put } from '@/core/http'
import { ME } from '@/core/query'
import type { Words } from '@/core/types'
import type { DeletedForm, Diff, Draft, FormDef, KindInfo, Scope, StartedForm, Usage, Version } from './model/types'

const DESIGN = 'design'

export const useKinds = () =>
  useQuery({
    queryKey: [DESIGN, 'kinds'],
    queryFn: async () => (await get<{ fields: KindInfo[] }>('/kinds')).fields,
    staleTime: Infinity,
  })

/** Read once when the designer opens; from then on the page's own copy counts. */
export const useDraft = (form: string) =>
  useQuery({
    queryKey: [DESIGN, form, 'draft'],
    queryFn: () => loadDraft(form),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const loadDraft = (form: string) => get<Draft>(`/forms/${form}/draft`)
export const keepDraft = (form: string, body: FormDef, version: number) =>
  put<Draft>(`/forms/${form}/draft`, { body, version })
export const dropDraft = (form: string) => del(`/forms/${form}/draft`)

/** The definition of one published version. */
export const loadVersion = async (form: string, version: number): Promise<FormDef> =>
  (await get<{ version: number; body: FormDef }>(`/forms/${form}/versions/${version}`)).body

/** The definition in force, null when the form was never published. */
export const useVersion = (form: string, version: number) =>
  useQuery({
    queryKey: [DESIGN, form, 'version', version],
    queryFn: () => (version === 0 ? null : loadVersion(form, version)),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })

/** `keeping`: which keeping of the draft it is, with which the answer changes (versions begin anew after publishing). */
export const useDiff = (form: string, keeping: string, enabled: boolean) =>
  useQuery({
    queryKey: [DESIGN, form, 'diff', keeping],
    queryFn: ({ signal }) => get<Diff>(`/forms/${form}/draft/diff`, { signal }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const useVersions = (form: string, enabled: boolean) =>
  useQuery({
    queryKey: [DESIGN, form, 'versions'],
    queryFn: async () => (await get<{ items: Version[] }>(`/forms/${form}/versions`)).items,
    enabled,
    staleTime: 0,
  })

export const useUsage = (form: string, field: string, enabled: boolean) =>
  useQuery({
    queryKey: [DESIGN, form, 'usage', field],
    queryFn: async () => (await get<{ items: Usage[] }>(`/forms/${form}/usage`, { query: { field } })).items,
    enabled,
    staleTime: 10_000,
  })

/** At once, or as a job whose result is the same. */
export type Published = { form: string; version: number } | { job: string }

/** `roles`: who works with a form that is published for the first time. */
export const publish = (form: string, version: number, losses: boolean, roles: { [role: string]: Scope } = {}) =>
  post<Published>(`/forms/${form}/publish`, { version, losses, roles }, { idempotencyKey: newIdempotencyKey() })
export const rollBack = (form: string, version: number, losses: boolean) =>
  post<Published>(`/forms/${form}/rollback`, { version, losses }, { idempotencyKey: newIdempotencyKey() })

/** A published definition changes pages, menus and rights everywhere. */
export async function refreshForms(client: QueryClient, form?: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: FORMS }),
    client.invalidateQueries({ queryKey: ME }),
    client.invalidateQueries({ queryKey: form ? [DESIGN, form] : [DESIGN] }),
    client.invalidateQueries({ queryKey: ['records'] }),
  ])
}

export function useMakeForm() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { label: Words; key?: string; icon?: string }) =>
      post<Draft>('/forms', w, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => refreshForms(client),
  })
}

export function useDeleteForm() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (w: { form: string; force?: boolean }) =>
      del(`/forms/${w.form}`, { query: { force: w.force ? true : undefined } }),
    onSuccess: () => refreshForms(client),
  })
}

export function useRestoreForm() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (form: string) => post(`/forms/${form}/restore`, {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => refreshForms(client),
  })
}

export const useDeletedForms = () =>
  useQuery({
    queryKey: [DESIGN, 'deleted'],
    queryFn: async () => (await get<{ items: DeletedForm[] }>('/forms/deleted')).items,
  })

export const useStartedForms = () =>
  useQuery({
    queryKey: [DESIGN, 'started'],
    queryFn: async () => (await get<{ items: StartedForm[] }>('/forms/unpublished')).items,
  })
