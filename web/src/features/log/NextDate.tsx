// When next: tomorrow, Monday, in a week, or any day; each chip says its date. Monday is no chip of its own where it
// is tomorrow, or a week from today.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { DatePicker, IconButton } from '@/ui'
import css from './Composer.module.css'
import { addDays, morningOf, nextMonday } from './log'

type Props = { value: string | null; onChange: (iso: string | null) => void; label?: boolean }

export function NextDate({ value, onChange, label = true }: Props) {
  const t = useText('record')
  const c = useText('common')
  const f = useFormat()
  const [picking, setPicking] = useState(false)
  const today = f.today()
  const tomorrow = addDays(today, 1)
  const monday = nextMonday(today)
  const week = addDays(today, 7)
  const days = [
    { key: 'tomorrow', text: c('tomorrow'), day: tomorrow },
    ...(monday === tomorrow || monday === week ? [] : [{ key: 'monday', text: c('nextMonday'), day: monday }]),
    { key: 'week', text: c('inAWeek'), day: week },
  ]
  const day = value?.slice(0, 10) ?? null
  const other = day !== null && !days.some((d) => d.day === day)
  return (
    <div className={css.chips}>
      {label && <span className="caption">{t('nextTime')}</span>}
      {days.map((d) => (
        <button
          key={d.key}
          type="button"
          aria-pressed={d.day === day}
          className={css.chip}
          onClick={() => onChange(d.day === day ? null : morningOf(d.day))}
        >
          {d.text}
          {d.day === day && ` ${f.shortDate(d.day)}`}
        </button>
      ))}
      {picking || other ? (
        <span className={css.date}>
          <DatePicker
            value={day}
            onChange={(d) => onChange(d && morningOf(d))}
            size="small"
            defaultOpen={picking && !day}
            aria-label={t('pickDate')}
            onClose={() => setPicking(false)}
          />
        </span>
      ) : (
        <IconButton icon="calendar" size="small" label={t('pickDate')} onClick={() => setPicking(true)} />
      )}
    </div>
  )
}
