// The working calendar: a year of days, what is worked, and every way to change it.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Chip, ErrorState, IconButton, SkeletonRows } from '@/ui'
import { Changes } from './Changes'
import { DayEditor } from './DayEditor'
import { ListTaker } from './ListTaker'
import { Months } from './Months'
import { useCalendarYear, type CalendarYear } from './worktime'
import { WeekEditor } from './WeekEditor'
import css from './Worktime.module.css'

const [FIRST, LAST] = [2000, 2100]

type Open = 'week' | 'list' | 'changes' | null

export function WorktimePart() {
  const f = useFormat()
  const [year, setYear] = useState(() => Number(f.today().slice(0, 4)))
  const [open, setOpen] = useState<Open>(null)
  const [picked, setPicked] = useState<string | null>(null)
  const asked = useCalendarYear(year)
  const calendar = asked.data
  if (asked.isLoadingError) return <ErrorState error={asked.error} retry={() => void asked.refetch()} />
  if (!calendar) return <SkeletonRows count={8} />
  const close = () => setOpen(null)
  return (
    <section className={css.part}>
      <Head calendar={calendar} year={year} setYear={setYear} open={setOpen} />
      {!calendar.announced && <Unknown calendar={calendar} onTake={() => setOpen('list')} />}
      <Legend />
      <Months calendar={calendar} picked={picked} onPick={calendar.may ? setPicked : undefined} />
      {picked && <DayEditor key={picked} day={picked} calendar={calendar} onClose={() => setPicked(null)} />}
      {open === 'week' && <WeekEditor calendar={calendar} onClose={close} />}
      {open === 'list' && <ListTaker calendar={calendar} onClose={close} />}
      {open === 'changes' && <Changes onClose={close} />}
    </section>
  )
}

type HeadProps = {
  calendar: CalendarYear
  year: number
  setYear: (year: number) => void
  open: (what: Open) => void
}

function Head({ calendar, year, setYear, open }: HeadProps) {
  const t = useText('worktime')
  const f = useFormat()
  const worked = calendar.months.reduce((sum, count) => sum + count, 0)
  return (
    <div className={css.head}>
      <div className={css.year}>
        <IconButton icon="left" label={t('before')} disabled={year <= FIRST} onClick={() => setYear(year - 1)} />
        <h2>{t('year', { year: String(year) })}</h2>
        <IconButton icon="right" label={t('after')} disabled={year >= LAST} onClick={() => setYear(year + 1)} />
        <span className="t2">{t('worked', { count: worked, hours: f.number(calendar.hours) })}</span>
      </div>
      {calendar.may && (
        <div className={css.acts}>
          <Button icon="clock" onClick={() => open('week')}>
            {t('week.open')}
          </Button>
          <Button icon="import" onClick={() => open('list')}>
            {t('list.open')}
          </Button>
          <Button icon="history" look="text" onClick={() => open('changes')}>
            {t('changes.open')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Unknown({ calendar, onTake }: { calendar: CalendarYear; onTake: () => void }) {
  const t = useText('worktime')
  return (
    <div className={css.unknown} role="status">
      <span>{t('unknown', { year: String(calendar.year) })}</span>
      {calendar.may && (
        <button type="button" className="link-button" onClick={onTake}>
          {t('unknownAct')}
        </button>
      )}
    </div>
  )
}

function Legend() {
  const t = useText('worktime')
  return (
    <p className={css.legend}>
      <span>
        <Chip>{t('offMark')}</Chip> {t('legend.off')}
      </span>
      <span>
        <Chip>{t('onMark')}</Chip> {t('legend.on')}
      </span>
      <span>
        <span className={css.dot} aria-hidden /> {t('legend.own')}
      </span>
    </p>
  )
}
