// The stage bar: past with durations, current solid, next says what is missing; a click moves, a gate opens below.
import { useEffect, useState, type ReactNode } from 'react'
import { may, stageOf, stagesOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Form, Row, Stage } from '@/core/types'
import { GATE_WIDTH, GatePanel } from '@/features/kanban/GatePanel'
import { useText } from '@/i18n'
import { ActionSheet, Anchored, Button, Icon, Sheet } from '@/ui'
import { useAdvance } from './advance'
import { daysIn, lacking, useStageVisits, type StageVisit } from './record'
import css from './StageBar.module.css'

type Props = { form: Form; row: Row; onAsking?: (asking: boolean) => void }

/** `onAsking`: told while a gate asks, so that the bar it hangs from stays. */
export function StageBar({ form, row, onAsking }: Props) {
  const visits = useStageVisits(form.key, row.id, true).data?.items ?? []
  const phone = usePhone()
  const advance = useAdvance(form, row)
  const stages = stagesOf(form)
  const Bar = phone ? Thin : Chevrons
  const { gate } = advance
  const asking = gate !== null
  useEffect(() => onAsking?.(asking), [asking, onAsking])
  const panel = gate && (
    <GatePanel
      form={form}
      row={row}
      stage={stages.find((s) => s.key === gate.stage)!}
      gate={gate}
      busy={advance.busy}
      error={advance.error}
      onBack={advance.cancel}
      onComplete={(values) => advance.to(gate.stage, values)}
    />
  )
  return (
    <div className={css.wrap}>
      <Bar
        form={form}
        row={row}
        visits={visits}
        onPick={(s) => advance.to(s.key)}
        busy={advance.busy}
        asking={advance.gate?.stage}
        panel={panel}
        onBack={advance.cancel}
      />
    </div>
  )
}

/** Moving on is changing the record. */
const movable = (form: Form, row: Row): boolean => row._may?.includes('change') ?? may(form, 'change')

type BarProps = {
  form: Form
  row: Row
  visits: StageVisit[]
  onPick: (stage: Stage) => void
  busy: boolean
  /** The stage whose gate asks, what it asks, and putting that away. */
  asking: string | undefined
  panel: ReactNode
  onBack: () => void
}

function Chevrons({ form, row, visits, onPick, busy, asking, panel, onBack }: BarProps) {
  const f = useFormat()
  const stages = stagesOf(form)
  const at = stages.findIndex((s) => s.key === row.stage)
  return (
    <ol className={css.bar}>
      {stages.map((stage, i) => {
        const state =
          i === at ? 'now' : stage.type === 'open' && i < at && daysIn(visits, stage.key) !== null ? 'past' : 'next'
        const slim = stage.type !== 'open'
        return (
          <li
            key={stage.key}
            className={[css.step, css[state], slim ? css.slim : '', css[stage.type], i === at ? '' : css.open].join(
              ' ',
            )}
          >
            <Anchored
              open={asking === stage.key}
              onClose={onBack}
              content={panel}
              width={GATE_WIDTH}
              label={f.words(stage.label)}
              placement={slim ? 'bottomRight' : 'bottomLeft'}
            >
              <button
                type="button"
                disabled={busy || i === at || !movable(form, row)}
                onClick={() => onPick(stage)}
                aria-current={i === at ? 'step' : undefined}
                data-testid={`stage-${stage.key}`}
              >
                <StepText form={form} stage={stage} state={state} row={row} visits={visits} next={i === at + 1} />
              </button>
            </Anchored>
          </li>
        )
      })}
    </ol>
  )
}

function StepText({
  form,
  stage,
  state,
  row,
  visits,
  next,
}: {
  form: Form
  stage: Stage
  state: 'past' | 'now' | 'next'
  row: Row
  visits: StageVisit[]
  next: boolean
}) {
  const t = useText('record')
  const f = useFormat()
  const days = daysIn(visits, stage.key)
  const entered = visits
    .filter((v) => v.stage === stage.key)
    .map((v) => v.entered_at)
    .sort()[0]
  const missing = next ? lacking(form, row, stage).length : 0
  const note =
    state === 'now'
      ? days !== null && stage.type === 'open'
        ? stage.expected_days
          ? t('dayOf', { day: days + 1, expected: stage.expected_days })
          : t('day', { day: days + 1 })
        : ''
      : state === 'past' && days !== null && entered
        ? t('stayed', { days, date: f.shortDate(entered) })
        : missing
          ? t('missing', { count: missing })
          : ''
  return (
    <>
      <b>
        {stage.type === 'won' && <Icon name="check" size={14} />} {f.words(stage.label)}
      </b>
      {note && <span className={css.note}>{note}</span>}
    </>
  )
}

/** The phone's five thin segments with words and one button that moves on. */
function Thin({ form, row, onPick, asking, panel, onBack }: BarProps) {
  const t = useText('record')
  const f = useFormat()
  const [choosing, setChoosing] = useState(false)
  const stages = stagesOf(form)
  const open = stages.filter((s) => s.type === 'open')
  const now = stageOf(form, row.stage)
  const at = open.findIndex((s) => s.key === row.stage)
  return (
    <div>
      <div className={css.thin} aria-hidden>
        {open.map((s, i) => (
          <i key={s.key} className={i <= at || now?.type === 'won' ? css.full : ''} />
        ))}
      </div>
      <div className={css.thinRow}>
        <b className="ac">{f.words(now?.label)}</b>
        {at >= 0 && <span className="caption">{t('stepOf', { step: at + 1, total: open.length })}</span>}
        {movable(form, row) && (
          <Button
            size="small"
            after="right"
            onClick={() => setChoosing(true)}
            className={css.push}
            data-testid="advance"
          >
            {t('advance')}
          </Button>
        )}
      </div>
      <Sheet open={asking !== undefined} onClose={onBack}>
        {panel}
      </Sheet>
      <ActionSheet
        open={choosing}
        onClose={() => setChoosing(false)}
        title={t('moveTo')}
        rows={stages
          .filter((s) => s.key !== row.stage)
          .map((s) => ({ stage: s, count: lacking(form, row, s).length }))
          .map(({ stage, count }) => ({
            key: stage.key,
            label: f.words(stage.label),
            onSelect: () => onPick(stage),
            hint: count ? t('missing', { count }) : undefined,
          }))}
      />
    </div>
  )
}
