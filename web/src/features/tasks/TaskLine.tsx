// Under a task in the lists of a record: how it repeats, its checklist, and ticking it off.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { slot } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { useChange } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import { RepeatWords, Steps, StepsToggle } from './Checklist'
import { useTaskAct } from './TaskAct'
import css from './tasks.module.css'
import { progressOf, repeatOf } from './tasks'

export function TaskLine({ form, item }: { form: Form; item: Row }) {
  const [open, setOpen] = useState(false)
  const repeat = repeatOf(form, item)
  return (
    <div className={css.line}>
      <span className={css.about}>
        <span className="caption">
          <RepeatWords form={form.key} repeat={repeat} />
        </span>
        <StepsToggle form={form.key} progress={progressOf(form, item)} open={open} onToggle={() => setOpen(!open)} />
        <Done form={form} item={item} />
      </span>
      {open && <Steps form={form.key} id={item.id} />}
    </div>
  )
}

function Done({ form, item }: { form: Form; item: Row }) {
  const t = useText('agenda')
  const client = useQueryClient()
  const change = useChange(form.key)
  const key = slot(form, 'task', 'done_at')
  const act = useTaskAct(form, item)
  if (!key || act === null) return null
  const done = act === 'reopen'
  const set = () =>
    void change
      .mutateAsync({ id: item.id, version: item.version, change: { [key]: done ? null : new Date().toISOString() } })
      .catch((e: unknown) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed') }))
      .finally(() => void client.invalidateQueries({ queryKey: ['related'] }))
  return (
    <IconButton
      icon={done ? 'refresh' : 'check'}
      size="small"
      label={t(act)}
      disabled={change.isPending}
      onClick={set}
    />
  )
}
