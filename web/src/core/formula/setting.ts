// The clock and the calendar by which formulas are evaluated in the browser.
import { useMemo, useState } from 'react'
import { useFormat } from '../format'
import { useMe } from '../session'
import { useFunctions } from './checking'
import type { Setting } from './context'
import { type Day, Moment } from './moments'

/** The workspace's clock and calendar, as of now. */
export function useSetting(): Setting {
  const { zone } = useFormat()
  const weekStart = useMe().workspace.week_start
  const [now] = useState(() => Date.now())
  const calendar = useFunctions().data?.calendar
  return useMemo(() => {
    const [holidays, workdays] = [new Set(calendar?.holidays), new Set(calendar?.workdays)]
    const isWorkday = (day: Day): boolean => workdays.has(day.iso()) || (day.weekday <= 5 && !holidays.has(day.iso()))
    return { now: new Moment(now), zone, weekStart, isWorkday }
  }, [calendar, now, zone, weekStart])
}
