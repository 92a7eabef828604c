// One run: what started it, every step with what it did, how it ended, and trying it again.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Drawer, ErrorState, SkeletonRows } from '@/ui'
import css from './Runs.module.css'
import { Outcome, RecordName, StateChip } from './RunsTable'
import { Steps } from './Steps'
import { AGAIN, took, useRetryRuns, useRun, type WholeRun } from './runs'

export function RunDrawer({ id, onClose }: { id: Id; onClose: () => void }) {
  const f = useFormat()
  const run = useRun(id)
  const found = run.data
  return (
    <Drawer
      open
      onClose={onClose}
      title={found ? f.words(found.rule_label) || found.rule : `#${id}`}
      footer={found && AGAIN.includes(found.state) ? <Again run={found} /> : undefined}
    >
      {run.isPending && <SkeletonRows count={5} />}
      {run.isError && <ErrorState error={run.error} retry={() => void run.refetch()} />}
      {found && <About run={found} />}
    </Drawer>
  )
}

function About({ run }: { run: WholeRun }) {
  const t = useText('rules')
  const f = useFormat()
  const seconds = took(run)
  return (
    <div className={css.about}>
      <p className={css.outcome}>
        <StateChip state={run.state} /> <Outcome run={run} />
      </p>
      {run.error && run.error.fields.length > 0 && (
        <ul className={css.error}>
          {run.error.fields.map((each) => (
            <li key={each.field}>{each.detail}</li>
          ))}
        </ul>
      )}
      <dl className={css.pairs}>
        <dt>{t('run.record')}</dt>
        <dd>
          {run.record && `${run.record.form_label} · `}
          <RecordName record={run.record} />
        </dd>
        <dt>{t('run.event')}</dt>
        <dd>
          {run.event_label} · {run.by?.title ?? t('run.system')}
        </dd>
        {run.changed.length > 0 && (
          <>
            <dt>{t('run.changed')}</dt>
            <dd>{run.changed.join(t('run.comma'))}</dd>
          </>
        )}
        <dt>{t('run.when')}</dt>
        <dd>{f.exact(run.created_at)}</dd>
        {seconds !== null && (
          <>
            <dt>{t('run.took')}</dt>
            <dd>{seconds < 1 ? t('run.instant') : f.duration(Math.round(seconds))}</dd>
          </>
        )}
        <dt>{t('run.version')}</dt>
        <dd>
          {f.number(run.version)} · <Link to={`/settings/rules/${run.rule}`}>{t('run.openRule')}</Link>
        </dd>
      </dl>
      {run.input.body !== undefined && (
        <>
          <h3>{t('run.body')}</h3>
          <pre className={css.text}>{JSON.stringify(run.input.body, null, 2)}</pre>
        </>
      )}
      <Chain run={run} />
      <h3>{t('run.steps')}</h3>
      <Steps steps={run.steps} none={t('run.noSteps')} />
    </div>
  )
}

/** The rules that brought this run about, the first cause first. */
function Chain({ run }: { run: WholeRun }) {
  const t = useText('rules')
  const f = useFormat()
  if (run.cause.length === 0) return null
  return (
    <>
      <h3>{t('run.chain')}</h3>
      <ol className={css.chain}>
        {run.cause.map((each, at) => (
          <li key={at}>
            {each.rule ? (
              <Link to={`/settings/rules/${each.rule}`}>{f.words(each.label) || each.rule}</Link>
            ) : (
              t('states.deleted')
            )}{' '}
            · <RecordName record={each.record} />
          </li>
        ))}
      </ol>
      {run.state === 'cut' && <p className="caption">{t('run.chainWhy')}</p>}
    </>
  )
}

function Again({ run }: { run: WholeRun }) {
  const t = useText('rules')
  const retry = useRetryRuns()
  const off = run.rule_state !== 'on'
  const go = () =>
    retry.mutate(
      { ids: [run.id] },
      {
        onSuccess: ({ queued }) => toast({ text: t('run.retried', { count: queued }) }),
        onError: (e) => toast({ text: isProblem(e) ? e.message : t('failedAct') }),
      },
    )
  return (
    <>
      {off && <span className="caption">{t('run.isOff')}</span>}
      <Button look="primary" icon="redo" disabled={off} loading={retry.isPending} onClick={go}>
        {t('run.retry')}
      </Button>
    </>
  )
}
