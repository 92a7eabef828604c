// What would have caught a leak: the rule or the pool, whether it is on, and switching it on and off.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from '@/core/http'
import { ASKED_ONCE } from '@/core/query'
import { toast } from '@/core/toasts'
import { isProblem } from '@/core/problem'
import { useFormat } from '@/core/format'
import type { Filter, Id, Words } from '@/core/types'
import { useText } from '@/i18n'

export type PlugState = 'on' | 'off' | 'paused' | 'open'
export type Plug = {
  kind: 'rule' | 'pool'
  key: string
  label: Words
  /** `open`: a pool that may be taken from, whose rules give nothing out yet. */
  state: PlugState
  link: string | null
  /** Whether the caller may switch it. */
  may: boolean
  /** Why it cannot be switched on as things stand. */
  problem: { code: string; detail?: string } | null
  since: string | null
}
export type LeakLine = {
  form: string
  key: string
  level: 1 | 2 | 3
  count: number
  amount: number | null
  filter: Filter | null
  link: string | null
  plug: Plug | null
}
export type Leaks = { plugs: { form: string; cause: string; plug: Plug | null }[]; more: LeakLine[] }

export function useLeaks(scope: 'mine' | 'team') {
  return useQuery({
    queryKey: ['leaks', scope],
    queryFn: () => get<Leaks>('/leaks', { query: { scope } }),
    staleTime: 60_000,
  })
}

export const plugOf = (leaks: Leaks | undefined, form: string, cause: string): Plug | null =>
  leaks?.plugs.find((p) => p.form === form && p.cause === cause)?.plug ?? null

type Rule = { key: string; form: string | null; state: string; definition: unknown; draft: unknown }
export type Rehearsal = {
  total: number
  whole: boolean
  possible: boolean
  samples: { at: string; record: { form: string; id: Id; title: string | null } | null }[]
}

const DAYS = 90

/** What the rule would have done over the last days; asked for only where somebody looks. */
export function useRehearsal(plug: Plug, wanted: boolean) {
  return useQuery({
    // Apart from what follows every change of a record: it looks through 90 days.
    queryKey: ['plug-rehearsal', plug.key],
    enabled: wanted && plug.kind === 'rule' && plug.may && !plug.problem,
    staleTime: 300_000,
    ...ASKED_ONCE,
    queryFn: async () => {
      const rule = await get<Rule>(`/rules/${plug.key}`)
      const definition = rule.definition ?? rule.draft
      return post<Rehearsal>('/rules/rehearse', { form: rule.form, definition, days: DAYS })
    },
  })
}

/** Puts a draft that nobody published in force first: it is the one that was shown. */
async function turn(key: string, on: boolean): Promise<void> {
  if (!on) return void (await post(`/rules/${key}/disable`))
  const rule = await get<Rule>(`/rules/${key}`)
  if (rule.definition === null) await post(`/rules/${key}/publish`, {})
  await post(`/rules/${key}/enable`)
}

/** Switches a rule, says so, and offers the way back. */
export function useSwitch() {
  const client = useQueryClient()
  const t = useText('plugs')
  const f = useFormat()
  const done = () => {
    void client.invalidateQueries({ queryKey: ['leaks'] })
    void client.invalidateQueries({ queryKey: ['rules'] })
  }
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const change = useMutation({
    mutationFn: ({ plug, on }: { plug: Plug; on: boolean }) => turn(plug.key, on),
    onSuccess: (_reply, { plug, on }) => {
      done()
      toast({
        text: t(on ? 'switchedOn' : 'switchedOff', { rule: f.words(plug.label) }),
        undo: () => void turn(plug.key, !on).catch(failed).finally(done),
      })
    },
    onError: failed,
  })
  return change
}
