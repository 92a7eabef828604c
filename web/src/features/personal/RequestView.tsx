// One request: what was found, with ticks; or what became of it.
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { apiUrl } from '@/core/http'
import { share, useJob } from '@/core/jobs'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, ProgressRing, SkeletonRows } from '@/ui'
import { EraseDialog } from './EraseDialog'
import { FoundList } from './FoundList'
import { KeptList } from './KeptList'
import { nameOf, useAct, useForget, useRequest, type Chosen, type Whole } from './personal'
import { StateChip } from './StateChip'
import css from './Personal.module.css'

export function RequestView({ id }: { id: Id }) {
  const t = useText('personal')
  const f = useFormat()
  const request = useRequest(id)
  if (request.isPending) return <SkeletonRows count={6} />
  if (request.isLoadingError) return <ErrorState error={request.error} retry={() => void request.refetch()} />
  const { data } = request
  return (
    <section className={css.part}>
      <div className={css.head}>
        <Link to="/settings/personal-data" className="caption">
          {t('title')}
        </Link>
        <h2>
          {nameOf(data.subject) ?? t('gone')} <StateChip request={data} />
        </h2>
        <span className="caption">
          {[data.reason, data.by.title, f.moment(data.created_at)].filter(Boolean).join(' · ')}
        </span>
      </div>
      {data.state === 'open' && <Open request={data} />}
      {data.state === 'running' && <Running request={data} />}
      {data.state !== 'open' && data.state !== 'running' && <Ended request={data} />}
    </section>
  )
}

/** Ticked at first: what is theirs for certain, and what belongs to it; never a namesake, nor what is a namesake's. */
const proposed = (request: Whole): Chosen =>
  Object.fromEntries(
    request.forms.map((each) => [
      each.form,
      each.items.filter((i) => i.why !== 'name' && i.why !== 'namesake').map((i) => i.id),
    ]),
  )

function Open({ request }: { request: Whole }) {
  const t = useText('personal')
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<Chosen>(() => proposed(request))
  const [erasing, setErasing] = useState(false)
  const act = useAct(request.id)
  const forget = useForget()
  const count = Object.values(chosen).reduce((sum, ids) => sum + ids.length, 0)
  const records = Object.fromEntries(Object.entries(chosen).filter(([, ids]) => ids.length > 0))
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const leave = () =>
    forget.mutate(request.id, { onSuccess: () => void navigate('/settings/personal-data'), onError: failed })
  if (request.forms.length === 0)
    return (
      <EmptyState what={t('nothing')} why={t('nothingWhy')} action={<Button onClick={leave}>{t('forget')}</Button>} />
    )
  return (
    <>
      {request.cut && <p className="t2">{t('cut')}</p>}
      {request.beyond > 0 && <p className="t2">{t('beyond', { count: request.beyond })}</p>}
      <FoundList forms={request.forms} chosen={chosen} change={setChosen} />
      {request.parts.length > 0 && (
        <p className="t2">
          {t('beside')}{' '}
          {request.parts
            .filter((p) => p.key !== 'records')
            .map((p) => `${p.label} ${p.count}`)
            .join(' · ')}
        </p>
      )}
      <div className={css.acts}>
        <Button
          look="primary"
          icon="export"
          disabled={count === 0}
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'export', body: { records } }, { onError: failed })}
        >
          {t('export', { count })}
        </Button>
        <Button icon="trash" disabled={count === 0} onClick={() => setErasing(true)}>
          {t('erase', { count })}
        </Button>
        <Button look="text" loading={forget.isPending} onClick={leave}>
          {t('forget')}
        </Button>
      </div>
      {erasing && <EraseDialog request={request} records={records} onClose={() => setErasing(false)} />}
    </>
  )
}

function Running({ request }: { request: Whole }) {
  const t = useText('personal')
  const job = useJob(request.job).data
  return (
    <div className={css.running} role="status">
      <ProgressRing share={job ? share(job) : null} />
      <span>
        {t(request.kind === 'erasure' ? 'erasing' : 'exporting', { done: job?.done ?? 0, total: job?.total ?? 0 })}
      </span>
    </div>
  )
}

function Ended({ request }: { request: Whole }) {
  const t = useText('personal')
  const done = request.state === 'done'
  const leftOut = request.report.left_out ?? 0
  if (request.kind === 'export')
    return done ? (
      <div className={css.acts}>
        <Button look="primary" icon="import" href={apiUrl(`/personal/${request.id}/file`)}>
          {t('download')}
        </Button>
        <span className="t2">{t('downloadWhy', { count: request.after.export_days })}</span>
        {leftOut > 0 && <span className="t2">{t('leftOut', { count: leftOut })}</span>}
      </div>
    ) : (
      <p>{t('notDone')}</p>
    )
  return (
    <>
      {!done && <p>{t('partly')}</p>}
      <dl className={css.report}>
        {request.parts.map((part) => (
          <div key={part.key}>
            <dt>{part.label}</dt>
            <dd>{part.count}</dd>
          </div>
        ))}
      </dl>
      {request.kept.length > 0 && (
        <>
          <h3>{t('keptTitle', { count: request.kept.length })}</h3>
          <KeptList kept={request.kept} whole />
        </>
      )}
      <ul className={css.notes}>
        <li>{t('noteBackups', { count: request.after.backups })}</li>
        <li>{t('noteExports', { count: request.after.export_days })}</li>
        {Boolean(request.report.audit) && <li>{t('noteAudit', { count: request.report.audit ?? 0 })}</li>}
      </ul>
    </>
  )
}
