// The checklist of a task where it is met: how much is ticked, opened by a press, each item ticked there.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { slot, useForm } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { recordKey, useChange, useRecord } from '@/core/records'
import { useLooking } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form, Id, Row, Value } from '@/core/types'
import { AGENDA } from '@/features/agenda/agenda'
import { useText } from '@/i18n'
import { Checkbox, ErrorState, Icon, SkeletonRows } from '@/ui'
import css from './tasks.module.css'
import { checklistOf, progressOf, stepsOf, useRepeatWords, type Repeat, type Step } from './tasks'

type ToggleProps = { form: string; progress: string | null | undefined; open: boolean; onToggle: () => void }

/** 2/5: opens and closes the items; nothing where there are none. */
export function StepsToggle({ form: key, progress, open, onToggle }: ToggleProps) {
  const t = useText('agenda')
  const form = useForm(key).data
  if (!form || !checklistOf(form) || (!progress && slot(form, 'task', 'progress'))) return null
  return (
    <button
      type="button"
      className={css.toggle}
      aria-expanded={open}
      aria-label={progress ? t('steps.of', { progress }) : t('steps.title')}
      onClick={onToggle}
    >
      <Icon name="task" size={12} /> {progress || t('steps.title')}
    </button>
  )
}

/** How it repeats, in words. */
export function RepeatWords({ form: key, repeat }: { form: string; repeat: Repeat | null | undefined }) {
  const form = useForm(key).data
  const words = useRepeatWords()
  if (!form || !repeat) return null
  return (
    <span className={css.repeat}>
      <Icon name="refresh" size={12} /> {words(form, repeat)}
    </span>
  )
}

/** On a task's own page: its items, to be ticked; nothing where it has none. */
export function OwnSteps({ form, row }: { form: Form; row: Row }) {
  const t = useText('agenda')
  const progress = progressOf(form, row)
  if (stepsOf(form, row).length === 0) return null
  return (
    <section className={css.own} aria-label={t('steps.title')}>
      <h3>
        {t('steps.title')} {progress && <span className="t3">{progress}</span>}
      </h3>
      <List form={form} row={row} />
    </section>
  )
}

export function Steps({ form: key, id }: { form: string; id: Id }) {
  const form = useForm(key).data
  const task = useRecord(key, id)
  if (task.isLoadingError) return <ErrorState error={task.error} retry={() => void task.refetch()} compact />
  if (!form || !task.data) return <SkeletonRows count={2} height="32px" />
  return <List form={form} row={task.data} />
}

function List({ form, row }: { form: Form; row: Row }) {
  const t = useText('agenda')
  const tick = useTick(form, row)
  return (
    <ul className={css.steps} aria-label={t('steps.title')}>
      {stepsOf(form, row).map((step) => (
        <li key={step.id} className={tick.shown(step) ? css.done : undefined}>
          <Checkbox checked={tick.shown(step)} disabled={!tick.may} onChange={(done) => tick.set(step, done)}>
            {step.text}
          </Checkbox>
        </li>
      ))}
    </ul>
  )
}

function useTick(form: Form, row: Row) {
  const client = useQueryClient()
  const looking = useLooking()
  const change = useChange(form.key)
  const list = checklistOf(form)
  // A tick stands at once and falls back when it is refused; they are sent one after the other, each knowing the last.
  const [wanted, setWanted] = useState<{ [step: Id]: boolean }>({})
  const chain = useRef<Promise<unknown>>(Promise.resolve())
  const send = (step: Step, done: boolean) => {
    const now = client.getQueryData<Row>(recordKey(form.key, row.id)) ?? row
    const steps = [{ id: step.id, [list?.done ?? '']: done }] as unknown as Value
    return change.mutateAsync({ id: row.id, version: now.version, change: { [list?.key ?? '']: steps } })
  }
  const settled = (step: Step) => {
    setWanted((all) => Object.fromEntries(Object.entries(all).filter(([id]) => Number(id) !== step.id)))
    for (const key of [AGENDA, ['today'], ['related']]) void client.invalidateQueries({ queryKey: key })
  }
  const failed = (e: unknown) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : String(e) })
  const set = (step: Step, done: boolean) => {
    setWanted((all) => ({ ...all, [step.id]: done }))
    chain.current = chain.current
      .then(() => send(step, done))
      .catch(failed)
      .finally(() => settled(step))
  }
  const shown = (step: Step) => wanted[step.id] ?? step.done
  return { set, shown, may: list !== null && !looking && row._may?.includes('change') === true }
}
