// What a rule would have done over the last days, asked of the server; nothing of it stays.
import { useQuery } from '@tanstack/react-query'
import { post } from '@/core/http'
import { ASKED_ONCE } from '@/core/query'
import type { Named, Step } from '../runs/runs'

export type Days = '7' | '30' | '90'
export type Trial = { meets: boolean | null; seen: boolean; steps: Step[]; whole: boolean }
export type Sample = { at: string; record: Named | null; trial: Trial | null }
export type Rehearsal = {
  days: number
  since: string
  possible: boolean
  unsure: string[]
  total: number
  records: number
  whole: boolean
  by_day: { date: string; count: number; records: number }[]
  samples: Sample[]
}

/** `day`: only the samples of that one. Leaving the page, or asking anew, breaks the question off. */
export const useRehearsal = (form: string | null, definition: object, days: Days, day: string | null) =>
  useQuery({
    queryKey: ['rehearsal', form, definition, days, day],
    queryFn: ({ signal }) =>
      post<Rehearsal>('/rules/rehearse', { form, definition, days: Number(days), day }, { signal }),
    placeholderData: (before, query) => (query?.queryKey[3] === days ? before : undefined),
    staleTime: 60_000,
    ...ASKED_ONCE,
  })

/** Every day of the time looked at, with how often it would have run. */
export function everyDay(told: Rehearsal, days: string[]): { date: string; count: number }[] {
  const counts = new Map(told.by_day.map((each) => [each.date, each.count]))
  return days.map((date) => ({ date, count: counts.get(date) ?? 0 }))
}
