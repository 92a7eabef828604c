// Until when: a usual term, or a day of one's own.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { endOfDay } from '@/core/format/days'
import { useText } from '@/i18n'
import { DatePicker, Select } from '@/ui'
import css from './Sharing.module.css'
import { lastDay, TERMS, type Term } from './until'

type Props = {
  id?: string | undefined
  invalid?: boolean | undefined
  /** Tells the moment at which it ends; null for good, undefined while no day is picked yet. */
  onChange: (until: string | null | undefined) => void
}

export function TermPick({ id, invalid, onChange }: Props) {
  const t = useText('sharing')
  const f = useFormat()
  const [term, setTerm] = useState<Term>('always')
  const [day, setDay] = useState<string | null>(null)
  const tell = (last: string | null) => onChange(last === null ? null : endOfDay(last, f.zone))
  const choose = (next: Term | null) => {
    setTerm(next ?? 'always')
    if (next === 'day') onChange(day ? endOfDay(day, f.zone) : undefined)
    else tell(lastDay(next ?? 'always', f.today()))
  }
  const options = TERMS.map((value) => {
    const last = value === 'day' ? null : lastDay(value, f.today())
    return {
      value,
      label: last ? t(`term.${value}On` as 'term.weekOn', { day: f.date(last) }) : t(`term.${value}` as 'term.day'),
    }
  })
  return (
    <span className={css.term}>
      <Select<Term> id={id} invalid={invalid} options={options} value={term} onChange={choose} />
      {term === 'day' && (
        <DatePicker
          value={day}
          autoFocus
          aria-label={t('term.day')}
          onChange={(next) => {
            setDay(next)
            onChange(next ? endOfDay(next, f.zone) : undefined)
          }}
        />
      )}
    </span>
  )
}
