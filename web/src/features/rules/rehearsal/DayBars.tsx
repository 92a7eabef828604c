// How often a rule would have run on each day: a bar a day, each a button that shows that day.
import { useFormat } from '@/core/format'
import { daysFrom } from '@/core/format/days'
import { useText } from '@/i18n'
import css from './Rehearsal.module.css'
import { everyDay, type Rehearsal } from './rehearsal'

type Props = { told: Rehearsal; day: string | null; onDay: (day: string | null) => void }

export function DayBars({ told, day, onDay }: Props) {
  const t = useText('rules')
  const f = useFormat()
  const all = everyDay(told, daysFrom(f.day(told.since), told.days + 1))
  const most = Math.max(1, ...all.map((each) => each.count))
  const first = all[0]
  const last = all[all.length - 1]
  return (
    <figure className={css.chart} aria-label={t('rehearsal.byDay')}>
      <div className={css.bars}>
        {all.map((each) => (
          <button
            key={each.date}
            type="button"
            className={each.date === day ? css.chosen : css.barOf}
            aria-pressed={each.date === day}
            disabled={each.count === 0}
            aria-label={t('rehearsal.day', { day: f.shortDate(each.date), count: each.count })}
            title={t('rehearsal.day', { day: f.shortDate(each.date), count: each.count })}
            onClick={() => onDay(each.date === day ? null : each.date)}
          >
            <span style={{ height: each.count ? `${Math.max(6, (each.count / most) * 100)}%` : '1px' }} />
          </button>
        ))}
      </div>
      <figcaption className="caption">
        <span>{first && f.shortDate(first.date)}</span>
        <span>{last && f.shortDate(last.date)}</span>
      </figcaption>
    </figure>
  )
}
