// What the designer of rules reads and writes.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { del, get, post, put } from '@/core/http'
import { ASKED_ONCE } from '@/core/query'
import type { Words } from '@/core/types'
import type { DraftProblem } from '@/features/designer/model/types'
import type { Channel, Definition, Kinds, Rule, RuleBody, RuleVersion, Trial } from './model/types'

const RULES = 'rules'

export const useKinds = () =>
  useQuery({ queryKey: [RULES, 'kinds'], queryFn: () => get<Kinds>('/rules/kinds'), staleTime: Infinity })

/** Read once when the designer opens; from then on the page's own copy counts. */
export const useRule = (key: string) =>
  useQuery({
    queryKey: [RULES, 'one', key],
    queryFn: () => loadRule(key),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const loadRule = (key: string) => get<Rule>(`/rules/${key}`)

/** The keys that are taken, as far as the person may know. */
export const useRuleKeys = () =>
  useQuery({
    queryKey: [RULES, 'keys'],
    queryFn: async () => (await get<{ items: { key: string }[] }>('/rules')).items.map((each) => each.key),
    staleTime: 0,
  })

export const makeRule = (rule: { key: string; label: Words; form: string | null; definition: Definition }) =>
  post<Rule>('/rules', rule)

export const keepRule = (key: string, body: RuleBody, version: number) =>
  put<Rule>(`/rules/${key}/draft`, { ...body, version })
export const dropRule = (key: string) => del(`/rules/${key}/draft`)
export const bringBackRule = (key: string) => post<Rule>(`/rules/${key}/restore`, {})
export const deleteRule = (key: string) => del(`/rules/${key}`)

export const publishRule = (key: string, version: number) => post<Rule>(`/rules/${key}/publish`, { version })
export const switchRule = (key: string, on: boolean) => post<Rule>(`/rules/${key}/${on ? 'enable' : 'disable'}`, {})
export const rollBackRule = (key: string, version: number) => post<Rule>(`/rules/${key}/rollback`, { version })
export const renewAddress = (key: string) => post<Rule>(`/rules/${key}/address`, {})

export const checkRule = (form: string | null, definition: Definition) =>
  post<{ problems: DraftProblem[] }>('/rules/check', { form, definition })

export const useVersions = (key: string) =>
  useQuery({
    queryKey: [RULES, 'versions', key],
    queryFn: async () => (await get<{ items: RuleVersion[] }>(`/rules/${key}/versions`)).items,
    staleTime: 0,
  })

export type Tried = { form: string | null; definition: Definition; record: number; body?: unknown; label?: Words }
export const tryRule = (tried: Tried) => post<Trial>('/rules/test', tried)

/** Channels of a purpose that are set up and switched on. */
export const useChannels = () =>
  useQuery({
    queryKey: [RULES, 'channels'],
    queryFn: async () => (await get<{ items: Channel[] }>('/rules/channels')).items,
    staleTime: 60_000,
  })

export const useRoles = () =>
  useQuery({
    queryKey: [RULES, 'roles'],
    queryFn: async () => (await get<{ items: { key: string; label: Words }[] }>('/roles')).items,
    staleTime: 60_000,
  })

/** What a text becomes on a record, told by a trial of a notice to whoever asks. */
export const useFilled = (asked: Tried | null) =>
  useQuery({
    queryKey: [RULES, 'filled', asked],
    queryFn: async () => {
      const { steps, seen } = await tryRule(asked!)
      return { seen, text: (steps[0]?.output?.text as string | undefined) ?? null }
    },
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    ...ASKED_ONCE,
    staleTime: 10_000,
  })
