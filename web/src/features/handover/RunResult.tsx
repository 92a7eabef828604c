// What came of a handover: progress while it runs, then receivers, what stayed, undo and briefs.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { share, useCancelJob, useJob } from '@/core/jobs'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, Icon, ProgressRing } from '@/ui'
import { Briefs } from './Briefs'
import css from './Handover.module.css'
import { isGoing, type Refused, type RunDetail } from './handover'
import { ShareCard } from './Shares'
import { UndoPart } from './UndoPart'

export function RunResult({ run }: { run: RunDetail }) {
  if (isGoing(run.state)) return <Moving run={run} />
  if (run.state === 'failed' || run.state === 'cancelled') return <Nothing run={run} />
  return (
    <>
      <Summary run={run} />
      {run.part === 'all' && <UndoPart run={run} />}
      <div className={css.shares}>
        {run.receivers.map((s) => (
          <ShareCard key={s.person?.id ?? 'pool'} share={s} />
        ))}
      </div>
      <Others run={run} />
      <Stayed run={run} />
      {run.state === 'done' && <Briefs id={run.id} />}
    </>
  )
}

function Moving({ run }: { run: RunDetail }) {
  const t = useText('handover')
  const job = useJob(run.job)
  const cancel = useCancelJob()
  return (
    <div className={css.note} role="status">
      <div className={css.moving}>
        <ProgressRing share={job.data ? share(job.data) : null} />
        <b className={css.grow}>{t(run.state === 'undoing' ? 'page.undoing' : 'page.moving')}</b>
        {run.state === 'queued' && run.job && (
          <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(run.job!)}>
            {t('page.cancel')}
          </Button>
        )}
      </div>
      <span className="caption">{t('page.movingHint')}</span>
    </div>
  )
}

function Nothing({ run }: { run: RunDetail }) {
  const t = useText('handover')
  return (
    <div className={`${css.note} ${run.state === 'failed' ? css.bad : ''}`}>
      <b>{t(run.state === 'failed' ? 'page.failed' : 'page.cancelled')}</b>
      {run.error?.detail && <span>{run.error.detail}</span>}
      <Link to={`/settings/handover/${run.person.id}`}>{t('page.again')}</Link>
    </div>
  )
}

function Summary({ run }: { run: RunDetail }) {
  const t = useText('handover')
  const f = useFormat()
  const name = run.person.title ?? ''
  return (
    <div className={css.note}>
      <b className={css.line}>
        <Icon name="check" size={16} />
        {run.part === 'mine' ? t('page.mine', { name }) : t('page.done', { count: run.total })}
      </b>
      <span className="t2">
        {f.moment(run.done_at ?? run.created_at)} · {run.by?.title}
      </span>
      {run.note && <p>{run.note}</p>}
      {run.left_account && <span>{t('page.left')}</span>}
      {Boolean(run.late) && <span>{t('page.late', { count: run.late ?? 0 })}</span>}
      {Boolean(run.readable) && <span>{t('page.readable', { count: run.readable ?? 0 })}</span>}
      {Boolean(run.shares) && <span>{t('page.shares', { count: run.shares ?? 0 })}</span>}
    </div>
  )
}

function Others({ run }: { run: RunDetail }) {
  const t = useText('handover')
  const f = useFormat()
  if (!run.others?.length) return null
  return (
    <div className={css.things}>
      {run.others.map((x) => (
        <div key={x.key} className={css.thing}>
          <div>
            {f.words(x.label)} <span className="caption">→ {x.to?.title ?? '—'}</span>
          </div>
          <div className="t2">{x.items.map((i) => f.words(i)).join(', ')}</div>
        </div>
      ))}
      <span className="visually-hidden">{t('others')}</span>
    </div>
  )
}

function Stayed({ run }: { run: RunDetail }) {
  const t = useText('handover')
  const f = useFormat()
  const undone = run.undone
  return (
    <>
      {run.locked && run.locked.length > 0 && (
        <List title={t('page.lockedLeft', { count: run.locked.length })} items={run.locked} />
      )}
      {undone && undone.left > 0 && <List title={t('page.undoneLeft', { count: undone.left })} items={undone.items} />}
      {undone && undone.others_left.length > 0 && (
        <div className={css.things}>
          <b>{t('page.kept')}</b>
          {undone.others_left.map((x) => (
            <span key={x.key}>
              {f.words(x.label)}: {x.items.map((i) => f.words(i)).join(', ')}
            </span>
          ))}
        </div>
      )}
    </>
  )
}

function List({ title, items }: { title: string; items: Refused[] }) {
  return (
    <div className={css.things}>
      <b>{title}</b>
      <ul className={css.records}>
        {items.slice(0, 100).map((x) => (
          <li key={`${x.form}${x.id}`}>
            <Link to={recordRoute(x.form, x.id)}>{x.title ?? `#${x.id}`}</Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
