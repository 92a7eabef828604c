// My days: a month, a week or a day of tasks, follow-ups and expected closings, dragged to another day.
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { addDays, addMonths, daysFrom, monthWeeks, weekOf } from '@/core/format/days'
import { dayOf } from '@/core/format/date'
import { useFormat } from '@/core/format'
import { monthName } from '@/core/format/period'
import { usePhone } from '@/core/media'
import { recordRoute } from '@/core/routes'
import { useLooking, useMe } from '@/core/session'
import { Dragging } from '@/features/calendar/Calendar'
import type { EntryActs } from '@/features/calendar/Entry'
import { PhoneDays } from '@/features/calendar/PhoneDays'
import { Weeks } from '@/features/calendar/Weeks'
import { Steps } from '@/features/dated/Steps'
import { spanOf } from '@/features/dated/span'
import { useText } from '@/i18n'
import { Chooser, ErrorState, ProgressLine, Segmented, SkeletonRows } from '@/ui'
import css from './agenda.module.css'
import { numberOf, rowOf, useAgenda, useMoveEntry, type AgendaItem, type AgendaKind } from './agenda'
import { DayList } from './DayList'

const KINDS = ['all', 'task', 'follow_up', 'close'] as const
const GROUND: { [kind in AgendaKind]?: string } = { task: 'var(--tint)', close: 'var(--sunk)' }

export function Agenda({ onAdd }: { onAdd?: ((day: string) => void) | undefined }) {
  const t = useText('agenda')
  const f = useFormat()
  const phone = usePhone()
  const when = useWhen()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('all')
  const agenda = useAgenda(when.first, when.last)
  const all = agenda.data?.items ?? []
  const items = kind === 'all' ? all : all.filter((item) => item.kind === kind)
  const acts = useActs(items)
  if (agenda.isPending) return <SkeletonRows count={6} height="108px" />
  if (agenda.isLoadingError) return <ErrorState error={agenda.error} retry={() => void agenda.refetch()} />
  const spans = items.map((item) => spanOf(rowOf(item), { start: 'at' }, f.zone)).filter((span) => span !== undefined)
  const shown = { weeks: when.weeks, spans, acts, month: when.span === 'month' ? when.at.slice(0, 7) : null, onAdd }
  return (
    <div className={css.page}>
      <ProgressLine active={agenda.isFetching} />
      <Steps
        title={titleOf(when, f)}
        onStep={when.step}
        onToday={() => when.go(f.today())}
        note={agenda.data?.whole === false ? t('cut') : undefined}
      >
        <Chooser
          label={t('kinds')}
          value={kind}
          onChange={setKind}
          options={KINDS.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
        />
        <Segmented
          size="small"
          value={when.span}
          onChange={when.stretch}
          options={(['month', 'week', 'day'] as const).map((s) => ({ value: s, label: t(s) }))}
          aria-label={t('span')}
        />
      </Steps>
      <Dragging acts={acts} onMove={(row, days) => acts.onMove?.(row, days)}>
        {when.span === 'day' ? (
          <DayList items={items.filter((item) => dayOf(item.at, f.zone) === when.at)} />
        ) : phone ? (
          <PhoneDays {...shown} day={when.at} onDay={when.go} />
        ) : (
          <Weeks {...shown} />
        )}
      </Dragging>
    </div>
  )
}

function titleOf(when: ReturnType<typeof useWhen>, f: ReturnType<typeof useFormat>): string {
  if (when.span === 'day') return f.longDay(when.at)
  if (when.span === 'week') return `${f.shortDate(when.first)} – ${f.shortDate(when.last)}`
  return monthName(when.at.slice(0, 7), f.locale)
}

/** What entries do and how they look. */
function useActs(items: AgendaItem[]): EntryActs {
  const f = useFormat()
  const navigate = useNavigate()
  const looking = useLooking()
  const move = useMoveEntry()
  const known = new Map(items.map((item) => [numberOf(item), item]))
  return {
    onMove: looking
      ? undefined
      : (row, days) => {
          const item = known.get(row.id)
          if (item) move(item, days)
        },
    onOpen: (row) => {
      const item = known.get(row.id)
      if (item) void navigate(recordRoute(item.form, item.id))
    },
    groundOf: (row) => {
      const item = known.get(row.id)
      return item && !item.done ? GROUND[item.kind] : undefined
    },
    timeOf: (row) => (typeof row['at'] === 'string' && !f.wholeDay(row['at']) ? f.time(row['at']) : null),
  }
}

type SpanName = 'month' | 'week' | 'day'

/** Which days are in sight: the address says, so that going back comes back here. */
function useWhen() {
  const f = useFormat()
  const start = useMe().workspace.week_start || 1
  const [params, setParams] = useSearchParams()
  const at = /^\d{4}-\d{2}-\d{2}$/.test(params.get('at') ?? '') ? params.get('at')! : f.today()
  const asked = params.get('span')
  const span: SpanName = asked === 'week' || asked === 'day' ? asked : 'month'
  const put = (name: string, value: string | null) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const weeks = span === 'month' ? monthWeeks(at, start) : span === 'week' ? [daysFrom(weekOf(at, start), 7)] : [[at]]
  const far = {
    month: (by: number) => addMonths(at, by),
    week: (by: number) => addDays(at, 7 * by),
    day: (by: number) => addDays(at, by),
  }
  return {
    at,
    span,
    weeks,
    first: weeks[0]![0]!,
    last: weeks.at(-1)!.at(-1)!,
    go: (day: string) => put('at', day),
    step: (by: 1 | -1) => put('at', far[span](by)),
    stretch: (next: SpanName) => put('span', next === 'month' ? null : next),
  }
}
