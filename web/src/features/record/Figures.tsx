// The four figures that matter, and the next step with "done" and "another day".
import { useState } from 'react'
import { fieldOf, may, slot } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Field, Form, Heat, Row } from '@/core/types'
import { NextDate } from '@/features/log/NextDate'
import { useMayLog } from '@/features/log/log'
import { useReschedule, useStanding } from '@/features/log/standing'
import { doneOf } from '@/features/tasks/TaskAct'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import { HeatChip, isSilence } from '@/ui'
import { useTimeline } from './record'
import css from './Record.module.css'

export function Figures({ form, row, onLog }: { form: Form; row: Row; onLog: (done?: boolean) => void }) {
  const f = useFormat()
  const t = useText('record')
  const keys = (form.figures ?? []).slice(0, 4)
  const fields = keys.map((k) => fieldOf(form, k)).filter((x) => x !== undefined)
  // A product has no next step until somebody agreed one about it.
  // Neither has a task: it is one.
  const planned = form.owned && doneOf(form, row) === null
  const followed = planned ? row.next_activity_at !== undefined : Boolean(row.next_activity_at)
  const tracked = Boolean(form.pipelines?.length) || followed
  if (fields.length === 0 && !tracked) return null
  return (
    <div className={css.figures}>
      {fields.map((field) => (
        <div key={field.key} className={css.figure}>
          <span className="caption">{field.key === 'stage_since' ? t('stay') : f.words(field.label)}</span>
          <div className={css.value}>
            {field.key === 'stage_since' ? (
              <Stay row={row} />
            ) : (
              <>
                <FieldCell field={field} value={row[field.key]} row={row} form={form} />
                <Aside form={form} row={row} field={field.key} />
              </>
            )}
          </div>
        </div>
      ))}
      {tracked && <NextStep form={form} row={row} warm={warmHere(fields)} onLog={onLog} />}
    </div>
  )
}

/** Small words beside a figure: how far away the close is, whether the probability follows the stage. */
function Aside({ form, row, field }: { form: Form; row: Row; field: string }) {
  const t = useText('record')
  const f = useFormat()
  if (field === slot(form, 'pipeline', 'expected_close') && typeof row[field] === 'string') {
    const days = f.daysFromToday(row[field])
    return days > 1 ? <small className="caption">{f.ago(row[field])}</small> : null
  }
  if (field === slot(form, 'pipeline', 'probability') && row.probability_source === 'stage')
    return <small className="caption">{t('byStage')}</small>
  if (field === slot(form, 'task', 'due_at') && typeof row[field] === 'string' && doneOf(form, row) === false) {
    const days = -f.daysFromToday(row[field])
    return days > 0 ? <HeatChip heat={{ level: 2, cause: 'overdue', days, since: row[field], field }} /> : null
  }
  return null
}

/** How many days the record has been in its stage, and whether that, or the silence, is too long. */
function Stay({ row }: { row: Row }) {
  const t = useText('record')
  const c = useText('common')
  const f = useFormat()
  if (typeof row.stage_since !== 'string') return <span className="t3">—</span>
  const days = Math.max(0, -f.daysFromToday(row.stage_since))
  const heat = row.heat?.cause === 'stalled' ? row.heat : null
  const slow = heat && !isSilence(heat) ? heat : null
  return (
    <>
      <span className={slow ? (slow.level === 3 ? 'hot' : 'late') : undefined}>{t('stayDays', { count: days })}</span>
      {slow?.limit != null && <HeatChip heat={slow} words={c('heat.over', { days: days - slow.limit })} />}
      {heat && !slow && <HeatChip heat={heat} words={c('heat.silent', { days: heat.days })} />}
    </>
  )
}

/** What is too long stands at the stay; where that is no figure, it stands at the next step. */
const warmHere = (fields: Field[]): Heat['cause'][] =>
  fields.some((x) => x.key === 'stage_since') ? ['overdue', 'no_next_step'] : ['overdue', 'no_next_step', 'stalled']

type NextStepProps = { form: Form; row: Row; warm: Heat['cause'][]; onLog: (done?: boolean) => void }

function NextStep({ form, row, warm, onLog }: NextStepProps) {
  const t = useText('record')
  const f = useFormat()
  const [moving, setMoving] = useState(false)
  const logs = useMayLog(form, row)
  // What is open for reading only is somebody else's to plan.
  const plans = logs && (row._may ? row._may.includes('change') : may(form, 'change'))
  const at = row.next_activity_at as string | null | undefined
  const step = useStep(form, row, at)
  const reschedule = useReschedule({ form: form.key, id: row.id }, (day) => t('rescheduleNote', { date: f.date(day) }))
  const again = (iso: string | null) => {
    if (!iso) return
    const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
    reschedule.mutate({ at: iso }, { onSuccess: () => setMoving(false), onError: failed })
  }
  return (
    <div className={`${css.figure} ${css.nextStep}`}>
      <div className={css.spread}>
        <span className="caption">{t('nextStep')}</span>
        <span className={css.links}>
          {at && logs && (
            <button type="button" className="link-button caption" onClick={() => onLog(true)}>
              {t('doneNext')}
            </button>
          )}
          {plans && (
            <button type="button" className="link-button caption" onClick={() => setMoving(!moving)}>
              {at ? t('reschedule') : t('plan')}
            </button>
          )}
        </span>
      </div>
      {moving ? (
        <NextDate value={null} onChange={again} label={false} />
      ) : (
        <div className={css.value}>
          {at ? (
            <b className={row.heat?.cause === 'overdue' ? 'hot' : undefined}>{f.moment(at)}</b>
          ) : (
            <span className="t3">{t('nothingPlanned')}</span>
          )}
          {row.heat && warm.includes(row.heat.cause) && <HeatChip heat={row.heat} />}
          {step && <span className="ellipsis">{step}</span>}
        </div>
      )}
    </div>
  )
}

/** What was agreed for that moment: the step that stands here, else that of a record below, which the timeline tells. */
function useStep(form: Form, row: Row, at: string | null | undefined): string | null {
  const timeline = useTimeline(form.key, row.id, 'all')
  const first = useStanding({ form: form.key, id: row.id })[0]
  if (!at) return null
  if (first && Date.parse(first.at) === Date.parse(at)) return first.step
  const entries = timeline.data?.pages.flatMap((p) => p.items) ?? []
  const set = entries.find((e) => typeof e.data.next_at === 'string' && Date.parse(e.data.next_at) === Date.parse(at))
  return typeof set?.data.next_step === 'string' ? set.data.next_step : null
}
