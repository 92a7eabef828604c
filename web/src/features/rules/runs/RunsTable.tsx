// Runs as rows, as cards on a phone; those that failed or were skipped can be picked.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, Chip, type ChipTone } from '@/ui'
import css from './Runs.module.css'
import { AGAIN, took, type Named, type Run, type RunState } from './runs'

const TONES: { [K in RunState]: ChipTone } = {
  queued: 'outline',
  waiting: 'accent',
  done: 'plain',
  failed: 'heat3',
  cut: 'plain',
  skipped: 'plain',
}

type Props = { rows: Run[]; picked: Set<Id>; onPicked: (picked: Set<Id>) => void; onOpen: (id: Id) => void }

export function RunsTable({ rows, picked, onPicked, onOpen }: Props) {
  const t = useText('rules')
  const some = rows.some((run) => AGAIN.includes(run.state))
  return (
    <ul className={[css.rows, some ? css.again : ''].join(' ')} aria-label={t('run.title')}>
      {rows.map((run) => (
        <Row key={run.id} run={run} picked={picked} onPicked={onPicked} onOpen={onOpen} />
      ))}
    </ul>
  )
}

function Row({ run, picked, onPicked, onOpen }: Omit<Props, 'rows'> & { run: Run }) {
  const t = useText('rules')
  const f = useFormat()
  const pick = (on: boolean) => {
    const next = new Set(picked)
    if (on) next.add(run.id)
    else next.delete(run.id)
    onPicked(next)
  }
  const seconds = took(run)
  return (
    <li className={css.row} data-testid={`run-${run.id}`}>
      <span className={css.pick}>
        {AGAIN.includes(run.state) && (
          <Checkbox checked={picked.has(run.id)} onChange={pick} aria-label={t('run.pick')} />
        )}
      </span>
      <span className={css.state}>
        <StateChip state={run.state} />
      </span>
      <div className={css.what}>
        <button type="button" className={css.opener} onClick={() => onOpen(run.id)}>
          {f.words(run.rule_label) || run.rule}
        </button>
        <span className="caption">
          {run.event_label} · <RecordName record={run.record} />
        </span>
        <Outcome run={run} />
      </div>
      <span className={css.when}>
        <time title={f.exact(run.created_at)}>{f.moment(run.created_at)}</time>
        {seconds !== null && (
          <span className="caption">{seconds < 1 ? t('run.instant') : f.duration(Math.round(seconds))}</span>
        )}
      </span>
    </li>
  )
}

export function StateChip({ state }: { state: RunState }) {
  const t = useText('rules')
  return <Chip tone={TONES[state]}>{t(`run.states.${state}`)}</Chip>
}

/** The record, if the reader may see what it is called. */
export function RecordName({ record }: { record: Named | null }) {
  const t = useText('rules')
  if (!record) return <>{t('run.noRecord')}</>
  if (record.title === null) return <>{t('run.locked')}</>
  if (record.deleted) return <>{record.title}</>
  return <Link to={recordRoute(record.form, record.id)}>{record.title || `#${record.id}`}</Link>
}

/** Why it failed, was cut or skipped; when it goes on. */
export function Outcome({ run }: { run: Run }) {
  const t = useText('rules')
  const f = useFormat()
  if (run.state === 'failed' && run.error) return <span className={css.error}>{run.error.detail}</span>
  if (run.reason_detail) return <span className="caption">{run.reason_detail}</span>
  if (run.state === 'queued' && run.error && run.next_at)
    return (
      <span className="caption">
        {run.error.detail} · {t('run.again', { at: f.moment(run.next_at) })}
      </span>
    )
  if (run.state === 'waiting' && run.next_at)
    return <span className="caption">{t('run.goesOn', { at: f.moment(run.next_at) })}</span>
  return null
}
