// Everything that ever happened, newest first, under the day it happened on; filter with counts.
import { useState } from 'react'
import { useFormat, type Format } from '@/core/format'
import type { Form, Row } from '@/core/types'
import { OwnSteps } from '@/features/tasks/Checklist'
import { useText, type Key } from '@/i18n'
import { Button, Chooser, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { byDay, merged, useTimeline } from './record'
import { TimelineEntry } from './TimelineEntry'
import css from './Timeline.module.css'

const FILTERS = ['activity', 'change', 'stage', 'comment', 'file'] as const

export function Timeline({ form, row }: { form: Form; row: Row }) {
  const t = useText('record')
  const f = useFormat()
  const [kinds, setKinds] = useState<string>('all')
  const timeline = useTimeline(form.key, row.id, kinds)
  const first = timeline.data?.pages[0]
  const entries = merged(timeline.data?.pages.flatMap((p) => p.items) ?? [])
  const total = first ? (first.total ?? Object.values(first.counts).reduce((a, b) => a + b, 0)) : 0
  return (
    <div className={css.timeline}>
      <OwnSteps form={form} row={row} />
      <div className={css.filter}>
        <Chooser
          size="small"
          label={t('show')}
          value={kinds}
          onChange={setKinds}
          options={[
            { value: 'all', label: `${t('kind.all')} ${first ? f.number(total) : ''}` },
            ...FILTERS.filter((k) => first?.counts[k]).map((k) => ({
              value: k as string,
              label: `${t(`kind.${k}` as Key<'record'>)} ${f.number(first!.counts[k]!)}`,
            })),
          ]}
        />
      </div>
      {timeline.isPending && <SkeletonRows count={5} height="56px" />}
      {timeline.isError && <ErrorState error={timeline.error} retry={() => void timeline.refetch()} compact />}
      {timeline.isSuccess && entries.length === 0 && (
        <EmptyState what={t('emptyTimeline')} why={t('emptyTimelineWhy')} />
      )}
      {byDay(entries, f.day).map((day) => (
        <section key={day.day}>
          <h4 className={css.day}>{dayHead(f, day.day)}</h4>
          <ul>
            {day.entries.map((e) => (
              <TimelineEntry key={`${e.kind}${e.id}`} entry={e} form={form} row={row} />
            ))}
          </ul>
        </section>
      ))}
      {timeline.hasNextPage && (
        <Button look="text" onClick={() => void timeline.fetchNextPage()} loading={timeline.isFetchingNextPage}>
          {t('older')}
        </Button>
      )}
    </div>
  )
}

/** Today and yesterday by their words, the last week with its weekdays, what is older by the date. */
function dayHead(f: Format, day: string): string {
  const ago = -f.daysFromToday(day)
  if (ago < 2 || ago >= 7) return f.date(day)
  return f.locale === 'zh-CN' ? `${f.date(day)} ${f.weekday(day)}` : f.longDay(day)
}
