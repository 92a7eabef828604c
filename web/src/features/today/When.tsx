// How late a row of today is, how long there is left, or when it is due.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { hoursLeft } from '@/features/pools/pools'
import { Chip, HeatChip } from '@/ui'
import type { TodayItem } from './today'

/** Past its limit, or without a next step: `due` is still within. */
const isLeak = (heat: TodayItem['heat']): boolean => Boolean(heat) && heat?.cause !== 'due'

export function When({ item }: { item: TodayItem }) {
  const f = useFormat()
  const t = useText('today')
  const until = item.kind === 'pool_soon' ? item.reason?.params?.['until'] : null
  // Of what leaks already the leak is told; of the rest, how long it stays.
  if (typeof until === 'string' && !isLeak(item.heat))
    return (
      <Chip tone="heat1" icon="drop">
        {t('hoursLeft', { count: hoursLeft(until) })}
      </Chip>
    )
  if (item.heat) return <HeatChip heat={item.heat} />
  if (!item.time) return null
  const timed = f.daysFromToday(item.time) === 0 && !f.wholeDay(item.time)
  return <Chip icon="clock">{timed ? f.time(item.time) : f.date(item.time)}</Chip>
}
