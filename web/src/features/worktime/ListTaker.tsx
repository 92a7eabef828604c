// An official notice or a table of days: pasted, looked at, taken in; and the way out as a table.
import { useState } from 'react'
import { useBegun } from '@/core/begun'
import { useFormat } from '@/core/format'
import { apiUrl } from '@/core/http'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Chip, Drawer, Field, FieldError, Input, TextArea } from '@/ui'
import { useListPreview, useTakeList, type CalendarYear, type ListedDay, type WrongLine } from './worktime'
import css from './Worktime.module.css'

export function ListTaker({ calendar, onClose }: { calendar: CalendarYear; onClose: () => void }) {
  const t = useText('worktime')
  const look = useListPreview()
  const take = useTakeList()
  const { version, told } = useBegun(calendar.version)
  const [text, setText] = useState('')
  const [year, setYear] = useState(String(calendar.year))
  const seen = look.data
  const wish = { text, year: /^(20\d\d|2100)$/.test(year) ? Number(year) : calendar.year }
  const change = (to: string) => {
    setText(to)
    look.reset()
  }
  const run = () =>
    take.mutate(
      { ...wish, version },
      { onSuccess: (done) => (toast({ text: t('list.taken', { count: done.taken }) }), onClose()), onError: told },
    )
  const problem = [look.error, take.error].find(isProblem)
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('list.title')}
      footer={
        seen && seen.days.length > 0 ? (
          <Button look="primary" loading={take.isPending} onClick={run}>
            {t('list.take', { count: seen.days.length })}
          </Button>
        ) : (
          <Button look="primary" loading={look.isPending} disabled={!text.trim()} onClick={() => look.mutate(wish)}>
            {t('list.look')}
          </Button>
        )
      }
    >
      <div className={css.stack}>
        <p className="t2">{t('list.why')}</p>
        <Field label={t('list.text')}>
          {(ids) => <TextArea {...ids} value={text} onChange={change} rows={[6, 12]} placeholder={t('list.example')} />}
        </Field>
        <Field label={t('list.year')} hint={t('list.yearHint')}>
          {(ids) => <Input {...ids} value={year} onChange={setYear} inputMode="numeric" maxLength={4} />}
        </Field>
        {problem && <FieldError>{problem.errors[0]?.detail ?? problem.message}</FieldError>}
        {seen && <Seen days={seen.days} wrong={seen.wrong} />}
        <a href={apiUrl('/admin/calendar/list.csv')} download>
          {t('list.export')}
        </a>
      </div>
    </Drawer>
  )
}

function Seen({ days, wrong }: { days: ListedDay[]; wrong: WrongLine[] }) {
  const t = useText('worktime')
  const f = useFormat()
  return (
    <div className={css.stack} role="status">
      <b>{days.length > 0 ? t('list.found', { count: days.length }) : t('list.nothing')}</b>
      {wrong.length > 0 && (
        <ul className={css.wrong}>
          {wrong.map((each) => (
            <li key={each.line}>
              {t('list.line', { line: String(each.line) })} {each.detail}
              <span className="caption">{each.text}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className={css.listed}>
        {days.map((each) => (
          <li key={each.day}>
            <span>{f.longDay(each.day)}</span>
            <span>{t(each.kind === 'free' ? 'off' : 'on')}</span>
            <span className="t3 ellipsis">{each.name}</span>
            {each.changes && <Chip>{t('list.changes')}</Chip>}
          </li>
        ))}
      </ul>
    </div>
  )
}
