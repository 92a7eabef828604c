// One day, by the clock: what it is, about whom, and ticking it off where it stands.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { slot, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useChange } from '@/core/records'
import { recordRoute } from '@/core/routes'
import { toast } from '@/core/toasts'
import { RepeatWords, Steps, StepsToggle } from '@/features/tasks/Checklist'
import { useText } from '@/i18n'
import { EmptyState, Icon, IconButton, type IconName } from '@/ui'
import css from './agenda.module.css'
import { AGENDA, type AgendaItem, type AgendaKind } from './agenda'

export const ICON: { [kind in AgendaKind]: IconName } = { task: 'task', follow_up: 'follow', close: 'deal' }

export function DayList({ items }: { items: AgendaItem[] }) {
  const t = useText('agenda')
  if (items.length === 0) return <EmptyState what={t('free')} why={t('freeWhy')} />
  return (
    <ul className={css.day}>
      {items.map((item) => (
        <Line key={`${item.kind}${item.form}${item.id}`} item={item} />
      ))}
    </ul>
  )
}

function Line({ item }: { item: AgendaItem }) {
  const t = useText('agenda')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const below = [item.about, item.note].filter(Boolean).join(' · ')
  return (
    <li className={css.line}>
      <span className={css.at}>{f.wholeDay(item.at) ? '' : f.time(item.at)}</span>
      <Icon name={ICON[item.kind]} />
      <span className={css.what}>
        <Link to={recordRoute(item.form, item.id)} className={item.done ? css.done : css.title}>
          {item.title || `#${item.id}`}
        </Link>
        <span className={css.below}>
          {below && <span className="caption ellipsis">{below}</span>}
          {item.repeat && (
            <span className="caption">
              <RepeatWords form={item.form} repeat={item.repeat} />
            </span>
          )}
          {item.kind === 'task' && (
            <StepsToggle form={item.form} progress={item.progress} open={open} onToggle={() => setOpen(!open)} />
          )}
        </span>
        {open && <Steps form={item.form} id={item.id} />}
      </span>
      <span className="caption">{t(`kind.${item.kind}`)}</span>
      {item.kind === 'task' ? <Tick item={item} /> : <span />}
    </li>
  )
}

function Tick({ item }: { item: AgendaItem }) {
  const t = useText('agenda')
  const form = useForm(item.form).data
  const change = useChange(item.form)
  const client = useQueryClient()
  const key = form && slot(form, 'task', 'done_at')
  if (!key) return null
  const set = () =>
    void change
      .mutateAsync({
        id: item.id,
        version: item.version,
        change: { [key]: item.done ? null : new Date().toISOString() },
      })
      .catch((e: unknown) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed') }))
      .finally(() => void client.invalidateQueries({ queryKey: AGENDA }))
  return (
    <IconButton
      icon={item.done ? 'refresh' : 'check'}
      size="small"
      label={t(item.done ? 'reopen' : 'finish')}
      disabled={change.isPending}
      onClick={set}
    />
  )
}
