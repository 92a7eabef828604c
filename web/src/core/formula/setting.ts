// The workspace's clock and calendar, as of when a page asked first.
import { useMemo, useState } from 'react'
import { useFormat } from '../format'
import { useMe } from '../session'
import { useFunctions } from './checking'
import type { Setting } from './context'
import { type Day, Moment } from './moments'

/** `dated` false: working days are not asked for. */
export function useSetting(dated = true): Setting {
  const { zone } = useFormat()
  const weekStart = useMe().workspace.week_start
  const [now] = useState(() => Date.now())
  const calendar = useFunctions(dated).data?.calendar
  return useMemo(() => {
    const [holidays, workdays] = [new Set(calendar?.holidays), new Set(calendar?.workdays)]
    const week = new Set(calendar?.week ?? [1, 2, 3, 4, 5])
    const isWorkday = (day: Day): boolean =>
      workdays.has(day.iso()) || (week.has(day.weekday) && !holidays.has(day.iso()))
    return { now: new Moment(now), zone, weekStart, isWorkday }
  }, [calendar, now, zone, weekStart])
}
