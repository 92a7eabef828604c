// Everything that ever happened, newest first, under the day it happened on; filter with counts.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Form, Row } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { Button, EmptyState, ErrorState, Segmented, SkeletonRows } from '@/ui'
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
  const total = first ? Object.values(first.counts).reduce((a, b) => a + b, 0) : 0
  return (
    <div className={css.timeline}>
      <div className={css.filter}>
        <Segmented
          size="small"
          aria-label={t('show')}
          value={kinds}
          onChange={setKinds}
          options={[
            { value: 'all', label: `${t('kind.all')} ${first ? total : ''}` },
            ...FILTERS.filter((k) => first?.counts[k]).map((k) => ({
              value: k as string,
              label: `${t(`kind.${k}` as Key<'record'>)} ${first!.counts[k]}`,
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
          <h4 className={css.day}>{`${f.date(day.day)} ${f.daysFromToday(day.day) > -7 ? f.weekday(day.day) : ''}`}</h4>
          <ul>
            {day.entries.map((e) => (
              <TimelineEntry key={`${e.kind}${e.id}`} entry={e} form={form} />
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
