// One day, or a run of days: as usual, off, or worked, with a name and hours of its own.
import { useState } from 'react'
import { useBegun } from '@/core/begun'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, DatePicker, Drawer, Field, FieldError, Input, Segmented } from '@/ui'
import { daysFrom, hoursText, readHours, usualOf } from './hours'
import { useChangeDays, type CalendarYear, type DayWish, type Kind } from './worktime'
import css from './Worktime.module.css'

type Choice = Kind | 'usual'

export function DayEditor({ day, calendar, onClose }: { day: string; calendar: CalendarYear; onClose: () => void }) {
  const t = useText('worktime')
  const f = useFormat()
  const change = useChangeDays()
  const { version, told } = useBegun(calendar.version)
  const said = calendar.days.find((d) => d.day === day)
  const own = said && said.source !== 'official' ? said : undefined
  const usual = usualOf(calendar, day)
  const [choice, setChoice] = useState<Choice>(own ? own.kind : 'usual')
  const [name, setName] = useState(own?.name ?? '')
  const [hours, setHours] = useState(own?.own_hours ? hoursText(own.hours) : '')
  const [last, setLast] = useState(day)
  const read = hours.trim() === '' ? null : readHours(hours)
  const unread = choice === 'worked' && hours.trim() !== '' && read === null
  const days = daysFrom(day, last)
  const save = () => {
    const kind = choice === 'usual' ? null : choice
    const wish: Omit<DayWish, 'day'> = { kind, name: kind && name.trim() ? name.trim() : null }
    if (kind === 'worked') wish.hours = read
    change.mutate(
      { version, days: days.map((each) => ({ ...wish, day: each })) },
      { onSuccess: () => (toast({ text: t('day.saved', { count: days.length }) }), onClose()), onError: told },
    )
  }
  return (
    <Drawer
      open
      beside
      onClose={onClose}
      title={f.longDay(day)}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" loading={change.isPending} disabled={unread || days.length === 0} onClick={save}>
            {days.length > 1 ? t('day.saveMany', { count: days.length }) : t('save')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p className="t2">
          {t('day.usually', { how: t(usual.kind === 'free' ? 'off' : 'on') })}
          {usual.name && ` · ${usual.name}`}
        </p>
        <Segmented<Choice>
          block
          value={choice}
          onChange={setChoice}
          aria-label={t('day.kind')}
          options={(['usual', 'free', 'worked'] as const).map((value) => ({ value, label: t(`day.${value}`) }))}
        />
        {choice !== 'usual' && (
          <Field label={t('day.name')}>
            {(ids) => <Input {...ids} value={name} onChange={setName} placeholder={t('day.nameExample')} />}
          </Field>
        )}
        {choice === 'worked' && (
          <Field label={t('day.hours')} hint={t('day.hoursHint')} error={unread ? t('badHours') : undefined}>
            {(ids) => <Input {...ids} value={hours} onChange={setHours} placeholder="09:00–12:00" />}
          </Field>
        )}
        <Field label={t('day.until')} hint={t('day.untilHint')}>
          {({ id }) => <DatePicker id={id} value={last} onChange={(to) => setLast(to ?? day)} clearable={false} />}
        </Field>
        {isProblem(change.error) && <FieldError>{change.error.errors[0]?.detail ?? change.error.message}</FieldError>}
      </div>
    </Drawer>
  )
}
