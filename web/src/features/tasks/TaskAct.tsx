// Of a task on its own page: done, and open again; for whoever may change it.
import { may, slot } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useChange } from '@/core/records'
import { useLooking } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip } from '@/ui'

/** Whether the record is a task that somebody has yet to do, or did; null for everything else. */
export function doneOf(form: Form, row: Row): boolean | null {
  const key = slot(form, 'task', 'done_at')
  return key && key in row ? Boolean(row[key]) : null
}

/** What the person may do with a task: finish it or open it again; null where neither. */
export function useTaskAct(form: Form, row: Row): 'finish' | 'reopen' | null {
  const looking = useLooking()
  const done = doneOf(form, row)
  const changes = row._may?.includes('change') ?? may(form, 'change')
  if (done === null || looking || !changes) return null
  return done ? 'reopen' : 'finish'
}

/** That a task is done, and when; nothing while it is not. */
export function TaskDone({ form, row }: { form: Form; row: Row }) {
  const a = useText('agenda')
  const f = useFormat()
  const at = row[slot(form, 'task', 'done_at') ?? '']
  return doneOf(form, row) && typeof at === 'string' ? (
    <Chip icon="check">{a('doneAt', { at: f.moment(at) })}</Chip>
  ) : null
}

/** Nothing on records that are no tasks. */
export function TaskAct({ form, row, phone = false }: { form: Form; row: Row; phone?: boolean }) {
  const a = useText('agenda')
  const t = useText('today')
  const change = useChange(form.key)
  const key = slot(form, 'task', 'done_at')
  const act = useTaskAct(form, row)
  if (!key || act === null) return null
  const failed = (e: unknown) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : a('failed') })
  const set = (version: number, at: string | null) => change.mutateAsync({ id: row.id, version, change: { [key]: at } })
  const finish = () =>
    void set(row.version, new Date().toISOString()).then(
      (now) => toast({ text: t('finished', { count: 1 }), undo: () => void set(now.version, null).catch(failed) }),
      failed,
    )
  const reopen = () => void set(row.version, null).catch(failed)
  return (
    <Button
      look={act === 'reopen' ? 'plain' : 'primary'}
      size={phone ? 'large' : 'normal'}
      block={phone}
      icon={act === 'reopen' ? 'refresh' : 'check'}
      loading={change.isPending}
      onClick={act === 'reopen' ? reopen : finish}
    >
      {a(act)}
    </Button>
  )
}

/** Whether this is a task that waits, and the person's to hand on. */
export function useHandsOn(form: Form, row: Row): boolean {
  return useTaskAct(form, row) === 'finish'
}
