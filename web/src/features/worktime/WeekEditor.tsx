// The hours of the week, and whose statutory holidays hold.
import { useState } from 'react'
import { useBegun } from '@/core/begun'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, Field, FieldError, Input, Select, Switch } from '@/ui'
import { hoursText, OFFICE, readHours } from './hours'
import { useChangeWeek, type Base, type CalendarYear, type Hours } from './worktime'
import css from './Worktime.module.css'

type Row = { worked: boolean; text: string }

const rowOf = (hours: Hours): Row => ({ worked: hours.length > 0, text: hoursText(hours) })

export function WeekEditor({ calendar, onClose }: { calendar: CalendarYear; onClose: () => void }) {
  const t = useText('worktime')
  const change = useChangeWeek()
  const { version, told } = useBegun(calendar.version)
  const [base, setBase] = useState<Base>(calendar.base)
  const [rows, setRows] = useState(calendar.week.map(rowOf))
  const first = rows.find((row) => row.worked)?.text ?? hoursText(OFFICE)
  const put = (at: number, row: Row) => setRows(rows.map((old, each) => (each === at ? row : old)))
  const read = rows.map((row) => (row.worked ? readHours(row.text) : []))
  const sound = read.every((hours) => hours !== null) && rows.some((row) => row.worked)
  const problem = isProblem(change.error) ? change.error : null
  const save = () =>
    change.mutate(
      { version, base, week: read.map((hours) => hours ?? []) },
      { onSuccess: () => (toast({ text: t('week.saved') }), onClose()), onError: told },
    )
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('week.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" loading={change.isPending} disabled={!sound} onClick={save}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p className="t2">{t('week.why')}</p>
        <Field label={t('base.title')} hint={t('base.hint')}>
          {({ id }) => (
            <Select<Base>
              id={id}
              value={base}
              onChange={(to) => to && setBase(to)}
              options={(['cn', 'none'] as const).map((value) => ({ value, label: t(`base.${value}`) }))}
            />
          )}
        </Field>
        <ul className={css.rows}>
          {rows.map((row, at) => (
            <WeekRow
              key={at}
              at={at}
              row={row}
              wrong={read[at] === null || problem?.errors.some((each) => each.field === `week.${at}`) || false}
              onChange={(to) => put(at, to.worked && !to.text ? { ...to, text: first } : to)}
            />
          ))}
        </ul>
        <Button
          look="text"
          icon="copy"
          onClick={() => setRows(rows.map((row) => (row.worked ? { ...row, text: first } : row)))}
        >
          {t('week.same')}
        </Button>
        {problem && <FieldError>{problem.errors[0]?.detail ?? problem.message}</FieldError>}
        <p className="caption">{t('week.recompute')}</p>
      </div>
    </Drawer>
  )
}

type RowProps = { at: number; row: Row; wrong: boolean; onChange: (row: Row) => void }

function WeekRow({ at, row, wrong, onChange }: RowProps) {
  const t = useText('worktime')
  const name = t(`weekdays.n${String(at + 1) as '1'}`)
  return (
    <li className={css.row}>
      <Switch checked={row.worked} onChange={(worked) => onChange({ ...row, worked })} aria-label={name} />
      <span>{name}</span>
      {row.worked ? (
        <span>
          <Input
            value={row.text}
            onChange={(text) => onChange({ ...row, text })}
            aria-label={t('week.hoursOf', { day: name })}
            invalid={wrong}
          />
          {wrong && <FieldError>{t('badHours')}</FieldError>}
        </span>
      ) : (
        <span className="t3">{t('off')}</span>
      )}
    </li>
  )
}
