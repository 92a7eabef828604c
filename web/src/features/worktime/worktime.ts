// The workspace's working calendar: a year of it, changing it, what was changed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post, put } from '@/core/http'
import type { Id, Ref } from '@/core/types'

export type Hours = [string, string][]
export type Kind = 'free' | 'worked'
export type SpecialDay = {
  day: string
  kind: Kind
  hours: Hours
  own_hours: boolean
  name: string | null
  source: 'official' | 'own' | 'list'
  base: { kind: Kind; name: string } | null
}
export type Base = 'cn' | 'none'
export type CalendarYear = {
  year: number
  version: number
  zone: string
  today: string
  base: Base
  announced: boolean
  week: Hours[]
  days: SpecialDay[]
  months: number[]
  hours: number
  may: boolean
}
export type DayWish = { day: string; kind: Kind | null; hours?: Hours | null; name?: string | null }
export type ListedDay = {
  day: string
  kind: Kind
  name: string | null
  hours: Hours | null
  now: Kind
  changes: boolean
}
export type WrongLine = { line: number; text: string; code: string; detail: string }
type Side = { days?: { [day: string]: DayWish | null }; setting?: unknown }
export type CalendarChange = {
  id: Id
  at: string
  by: Ref | null
  act: 'week' | 'days' | 'list' | 'undo'
  before: Side
  after: Side
  undone: boolean
}

const KEY = ['calendar']
const CHANGES = [...KEY, 'changes']

export const useCalendarYear = (year: number | null) =>
  useQuery({
    queryKey: [...KEY, 'year', year],
    queryFn: () => get<CalendarYear>('/calendar', { query: { year } }),
    placeholderData: (before) => before,
  })

export const useCalendarChanges = () =>
  useQuery({
    queryKey: CHANGES,
    queryFn: () => get<{ items: CalendarChange[] }>('/admin/calendar/changes'),
  })

/** Everything that counts by the calendar is asked for anew. */
function useChange<W, A>(work: (wish: W) => Promise<A>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: work,
    // Refused, too: somebody else may have changed it.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: KEY }),
        client.invalidateQueries({ queryKey: ['formulas', 'functions'] }),
      ]),
  })
}

export const useChangeDays = () =>
  useChange((wish: { version: number; days: DayWish[] }) => put('/admin/calendar/days', wish))
export const useChangeWeek = () =>
  useChange((wish: { version: number; base: Base; week: Hours[] }) => put('/admin/calendar/week', wish))
export const useTakeList = () =>
  useChange((wish: { version: number; text: string; year: number }) =>
    post<{ taken: number; wrong: WrongLine[] }>('/admin/calendar/list', wish),
  )
export const useUndoChange = () => useChange((id: Id) => post(`/admin/calendar/changes/${id}/undo`, {}))

export const useListPreview = () =>
  useMutation({
    mutationFn: (wish: { text: string; year: number }) =>
      post<{ days: ListedDay[]; wrong: WrongLine[] }>('/admin/calendar/list/preview', wish),
  })
