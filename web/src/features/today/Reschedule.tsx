// Another day for what was due: the task's own date, or the next step of a record with the words that were agreed.
import { useState } from 'react'
import { slot, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useChange } from '@/core/records'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { NextDate } from '@/features/log/NextDate'
import { useReschedule } from '@/features/log/standing'
import { StepInput } from '@/features/log/StepInput'
import css from './Today.module.css'
import type { TodayItem } from './today'

/** Opened at the lower edge it would lie out of sight. */
const reveal = (box: HTMLElement | null) => box?.scrollIntoView?.({ block: 'nearest' })

export function Reschedule({ item, onDone }: { item: TodayItem; onDone: () => void }) {
  const t = useText('today')
  const f = useFormat()
  const form = useForm(item.form).data
  const due = form && slot(form, 'task', 'due_at')
  const change = useChange(item.form)
  const about = { form: item.form, id: item.id }
  const later = useReschedule(about, (day) => t('rescheduleNote', { date: f.date(day) }))
  const [step, setStep] = useState(item.next_step ?? '')
  const done = (day: string) => {
    toast({ text: t('rescheduled', { date: f.date(day) }) })
    onDone()
  }
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const move = (at: string | null) => {
    if (!at) return
    const work = due
      ? change.mutateAsync({ id: item.id, version: item.version, change: { [due]: at } })
      : later.mutateAsync({ at, step: step.trim() || null })
    work.then(() => done(at.slice(0, 10)), failed)
  }
  return (
    <div className={css.reschedule} ref={reveal}>
      {!due && <StepInput value={step} onChange={setStep} />}
      <NextDate value={null} onChange={move} />
    </div>
  )
}
