// The weeks of a calendar: days as drop targets, entries lying over them in lanes.
import { useDroppable } from '@dnd-kit/core'
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Span } from '@/features/dated/span'
import { useText } from '@/i18n'
import { IconButton, Popover } from '@/ui'
import css from './Calendar.module.css'
import { Entry, type EntryActs } from './Entry'
import { hiddenOn, lanesOf, onDay, type Segment } from './lanes'

const LANES = 3
const LANE_HEIGHT = { month: 22, week: 32 }
const DAY_HEAD = 26

type Props = {
  weeks: string[][]
  spans: Span[]
  acts: EntryActs
  /** The month in sight; days of others stand back. */
  month: string | null
  onAdd?: ((day: string) => void) | undefined
}

export function Weeks({ weeks, spans, acts, month, onAdd }: Props) {
  const f = useFormat()
  return (
    <div className={[css.weeks, month === null ? css.roomy : ''].join(' ')} role="grid">
      <div className={css.names} role="row">
        {weeks[0]!.map((day) => (
          <span key={day} role="columnheader">
            {f.weekday(day)}
          </span>
        ))}
      </div>
      {weeks.map((days) => (
        <Week key={days[0]} days={days} spans={spans} acts={acts} month={month} onAdd={onAdd} />
      ))}
    </div>
  )
}

type WeekProps = Omit<Props, 'weeks'> & { days: string[] }

function Week({ days, spans, acts, month, onAdd }: WeekProps) {
  const segments = lanesOf(spans, days)
  const deepest = Math.max(0, ...segments.map((s) => s.lane + 1))
  const lanes = month === null ? Math.max(deepest, LANES) : LANES
  const lane = LANE_HEIGHT[month === null ? 'week' : 'month']
  const height = DAY_HEAD + lanes * lane + (month === null ? 12 : 20)
  return (
    <div className={css.week} role="row" style={{ minHeight: height }}>
      {days.map((day, i) => (
        <Day key={day} day={day} away={month !== null && day.slice(0, 7) !== month} onAdd={onAdd}>
          {month !== null && (
            <More day={day} hidden={hiddenOn(segments, i, lanes)} spans={spans} acts={acts} days={days} />
          )}
        </Day>
      ))}
      {segments
        .filter((s) => s.lane < lanes)
        .map((s) => (
          <Entry key={s.span.row.id} segment={s} acts={acts} style={placed(s, days.length, lane)} />
        ))}
    </div>
  )
}

const placed = (s: Segment, days: number, lane: number) => ({
  position: 'absolute' as const,
  top: DAY_HEAD + s.lane * lane,
  height: lane - 2,
  left: `calc(${(s.from / days) * 100}% + 4px)`,
  width: `calc(${((s.to - s.from + 1) / days) * 100}% - 8px)`,
})

type DayProps = { day: string; away: boolean; onAdd?: ((day: string) => void) | undefined; children: React.ReactNode }

function Day({ day, away, onAdd, children }: DayProps) {
  const t = useText('views')
  const f = useFormat()
  const drop = useDroppable({ id: `day:${day}`, data: { day } })
  const today = day === f.today()
  return (
    <div
      ref={drop.setNodeRef}
      role="gridcell"
      aria-label={f.longDay(day)}
      {...(today ? { 'aria-current': 'date' as const } : {})}
      data-day={day}
      className={[css.day, away ? css.away : '', drop.isOver ? css.over : ''].join(' ')}
    >
      <span className={css.dayHead}>
        <span className={today ? css.today : ''}>{Number(day.slice(8))}</span>
        {onAdd && (
          <span className={css.add}>
            <IconButton
              icon="plus"
              size="small"
              tone="quiet"
              label={t('addOn', { day: f.shortDate(day) })}
              onClick={() => onAdd(day)}
            />
          </span>
        )}
      </span>
      {children}
    </div>
  )
}

type MoreProps = { day: string; hidden: number; spans: Span[]; acts: EntryActs; days: string[] }

/** What found no place on the day, with all of the day in a panel. */
function More({ day, hidden, spans, acts, days }: MoreProps) {
  const t = useText('views')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  if (hidden === 0) return null
  const all = lanesOf(onDay(spans, day), days)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={260}
      label={f.longDay(day)}
      content={
        <div className={css.panel}>
          <b>{f.longDay(day)}</b>
          {all.map((s) => (
            <Entry key={s.span.row.id} segment={{ ...s, from: 100 + s.lane }} acts={acts} />
          ))}
        </div>
      }
    >
      <button type="button" className={`link-button caption ${css.more}`}>
        {t('more', { count: hidden })}
      </button>
    </Popover>
  )
}
