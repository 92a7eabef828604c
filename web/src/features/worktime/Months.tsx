// Twelve months, each day with its mark; a click on a day changes it.
import { useFormat } from '@/core/format'
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { hoursText, weekdayOf, weeksOf } from './hours'
import type { CalendarYear, SpecialDay } from './worktime'
import css from './Worktime.module.css'

type Props = { calendar: CalendarYear; picked: string | null; onPick: ((day: string) => void) | undefined }

export function Months(props: Props) {
  const { calendar } = props
  const special = new Map(calendar.days.map((day) => [day.day, day]))
  return (
    <div className={css.months}>
      {calendar.months.map((worked, at) => (
        <Month key={at} {...props} month={at + 1} worked={worked} special={special} />
      ))}
    </div>
  )
}

type MonthProps = Props & { month: number; worked: number; special: Map<string, SpecialDay> }

function Month({ calendar, month, worked, special, picked, onPick }: MonthProps) {
  const t = useText('worktime')
  const f = useFormat()
  const weeks = weeksOf(calendar.year, month, useMe().workspace.week_start)
  const named = weeks.find((week) => week.every(Boolean)) ?? []
  const name = t(`months.n${String(month) as '1'}`)
  return (
    <section className={css.month} aria-label={name}>
      <h3>
        {name} <span className="caption">{t('ofMonth', { count: worked })}</span>
      </h3>
      <div className={css.week} aria-hidden>
        {named.map((day) => (
          <span key={day}>{t(`short.n${String(weekdayOf(day!)) as '1'}`)}</span>
        ))}
      </div>
      {weeks.map((week, at) => (
        <div key={at} className={css.week}>
          {week.map((day, column) =>
            day === null ? (
              <span key={column} />
            ) : (
              <Day
                key={day}
                day={day}
                said={special.get(day)}
                free={calendar.week[weekdayOf(day) - 1]!.length === 0}
                today={day === f.today()}
                picked={day === picked}
                onPick={onPick}
              />
            ),
          )}
        </div>
      ))}
    </section>
  )
}

type DayProps = {
  day: string
  said: SpecialDay | undefined
  free: boolean
  today: boolean
  picked: boolean
  onPick: Props['onPick']
}

function Day({ day, said, free, today, picked, onPick }: DayProps) {
  const t = useText('worktime')
  const f = useFormat()
  const off = said ? said.kind === 'free' : free
  const mark = said && (said.kind === 'free' ? t('offMark') : t('onMark'))
  const about = [
    f.longDay(day),
    t(off ? 'off' : 'on'),
    said?.name,
    said && said.hours.length > 0 ? hoursText(said.hours) : null,
    said && said.source !== 'official' ? t(`source.${said.source}`) : null,
  ]
  const words = about.filter(Boolean).join(' · ')
  const look = [
    css.day,
    off ? css.off : '',
    said ? css[said.kind] : '',
    today ? css.today : '',
    picked ? css.picked : '',
  ]
  const inside = (
    <>
      <span>{Number(day.slice(8))}</span>
      <span className={css.mark}>{mark}</span>
      {said && said.source !== 'official' && <span className={css.dot} aria-hidden />}
    </>
  )
  if (!onPick)
    return (
      <span className={look.join(' ')} title={words}>
        {inside}
      </span>
    )
  return (
    <button
      type="button"
      className={look.join(' ')}
      title={words}
      aria-label={words}
      aria-pressed={picked}
      data-day={day}
      onClick={() => onPick(day)}
    >
      {inside}
    </button>
  )
}
