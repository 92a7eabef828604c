// The calendar on a phone: a month of days with marks, and the records of the chosen one below; they are dragged up onto a day.
import { useDroppable } from '@dnd-kit/core'
import { useFormat } from '@/core/format'
import type { Span } from '@/features/dated/span'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import css from './Calendar.module.css'
import { Entry, type EntryActs } from './Entry'
import { lanesOf, onDay } from './lanes'

type Props = {
  weeks: string[][]
  spans: Span[]
  acts: EntryActs
  month: string | null
  day: string
  onDay: (day: string) => void
  onAdd?: ((day: string) => void) | undefined
}

export function PhoneDays({ weeks, spans, acts, month, day, onDay: choose, onAdd }: Props) {
  const t = useText('views')
  const f = useFormat()
  const listed = lanesOf(onDay(spans, day), [day])
  return (
    <div className={css.phone}>
      <div className={css.names}>
        {weeks[0]!.map((each) => (
          <span key={each}>{f.weekday(each)}</span>
        ))}
      </div>
      {weeks.map((days) => (
        <div key={days[0]} className={css.phoneWeek}>
          {days.map((each) => (
            <PhoneDay
              key={each}
              day={each}
              count={onDay(spans, each).length}
              away={month !== null && each.slice(0, 7) !== month}
              chosen={each === day}
              onChoose={choose}
            />
          ))}
        </div>
      ))}
      <div className={css.listHead}>
        <b>{f.longDay(day)}</b>
        {onAdd && <IconButton icon="plus" label={t('addOn', { day: f.shortDate(day) })} onClick={() => onAdd(day)} />}
      </div>
      <div className={css.list}>
        {listed.length === 0 && <p className="caption">{t('emptyDay')}</p>}
        {listed.map((s) => (
          <Entry key={s.span.row.id} segment={{ ...s, begins: true, ends: true }} acts={acts} />
        ))}
      </div>
    </div>
  )
}

type DayProps = { day: string; count: number; away: boolean; chosen: boolean; onChoose: (day: string) => void }

function PhoneDay({ day, count, away, chosen, onChoose }: DayProps) {
  const t = useText('views')
  const f = useFormat()
  const drop = useDroppable({ id: `day:${day}`, data: { day } })
  const classes = [css.phoneDay, away ? css.away : '', chosen ? css.chosen : '', drop.isOver ? css.over : '']
  return (
    <button
      ref={drop.setNodeRef}
      type="button"
      className={`plain-button ${classes.join(' ')}`}
      aria-label={`${f.longDay(day)}${count ? `, ${t('onDay', { count })}` : ''}`}
      aria-pressed={chosen}
      data-day={day}
      onClick={() => onChoose(day)}
    >
      <span className={day === f.today() ? css.today : ''}>{Number(day.slice(8))}</span>
      <span className={css.marks} aria-hidden>
        {Array.from({ length: Math.min(count, 3) }, (_, i) => (
          <i key={i} />
        ))}
      </span>
    </button>
  )
}
