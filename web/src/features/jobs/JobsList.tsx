// Jobs of everybody: found by state and kind, cancelled, tried again.
import { useState } from 'react'
import { Link } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isRunning } from '@/core/jobs'
import { usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import {
  Button,
  Chip,
  EmptyState,
  ErrorState,
  Segmented,
  Select,
  SheetChooser,
  SkeletonRows,
  type ChipTone,
} from '@/ui'
import { Elsewhere } from './Elsewhere'
import { STATES, useAllJobs, useCancelAnyJob, useRetryJob, type AnyJob, type JobState, type Summary } from './work'
import css from './Work.module.css'

const TONE: { [K in JobState]?: ChipTone } = { failed: 'heat3' }

export function JobsList({ summary }: { summary: Summary | undefined }) {
  const t = useText('work')
  const f = useFormat()
  const phone = usePhone()
  const [state, setState] = useState<JobState | 'all'>('all')
  const [kind, setKind] = useState<string | null>(null)
  const jobs = useAllJobs(state === 'all' ? null : state, kind)
  const rows = jobs.data?.pages.flatMap((page) => page.items) ?? []
  const total = (each: JobState) =>
    (summary?.kinds ?? []).filter((k) => kind === null || k.kind === kind).reduce((sum, k) => sum + k[each], 0)
  const label = (each: JobState) => `${t(`states.${each}`)} ${summary ? f.number(total(each)) : ''}`
  const states = [
    { value: 'all' as const, label: t('all') },
    ...STATES.map((value) => ({ value, label: label(value) })),
  ]
  return (
    <>
      <div className={css.bar}>
        {phone ? (
          <SheetChooser
            label={t('state')}
            value={state}
            onChange={(to) => setState(to as JobState | 'all')}
            options={states}
          />
        ) : (
          <Segmented<JobState | 'all'> value={state} onChange={setState} aria-label={t('state')} options={states} />
        )}
        <span className={css.kind}>
          <Select<string>
            value={kind}
            onChange={setKind}
            clearable
            placeholder={t('anyKind')}
            aria-label={t('kind')}
            options={(summary?.kinds ?? []).map((k) => ({ value: k.kind, label: f.words(k.label) || k.kind }))}
          />
        </span>
      </div>
      <Processes summary={summary} />
      <Elsewhere summary={summary} />
      {jobs.isPending && <SkeletonRows count={6} />}
      {jobs.isError && <ErrorState error={jobs.error} retry={() => void jobs.refetch()} />}
      {jobs.data && rows.length === 0 && <EmptyState what={t('none')} why={t('noneWhy')} />}
      <ul className={css.rows}>
        {rows.map((job) => (
          <Row key={job.id} job={job} />
        ))}
      </ul>
      {jobs.hasNextPage && (
        <Button look="text" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </>
  )
}

/** Counted over the last days; processes are told where there may be several. */
function Processes({ summary }: { summary: Summary | undefined }) {
  const t = useText('work')
  if (!summary) return null
  const silent = summary.processes.filter((each) => each.silent).length
  const words = [
    t('counted', { count: summary.days }),
    summary.processes.length > 0 && t('processes', { count: summary.processes.length }),
    silent > 0 && t('silent', { count: silent }),
    summary.waiting.events > 0 && t('events', { count: summary.waiting.events }),
  ]
  return <p className={`caption ${css.note}`}>{words.filter(Boolean).join(' · ')}</p>
}

function Row({ job }: { job: AnyJob }) {
  const t = useText('work')
  const f = useFormat()
  const shown = job.state as JobState
  const about = useForms().data?.items.find((form) => form.key === job.form)
  const at = job.ended_at ?? job.started_at ?? job.created_at
  // Until a moment of its own, not only for its turn.
  const waits = job.state === 'queued' && job.attempts === 0 && job.due_at !== null && job.due_at > job.created_at
  return (
    <li className={css.row}>
      <Chip {...(TONE[shown] ? { tone: TONE[shown] } : {})}>
        {job.cancelling ? t('cancelling') : t(`states.${shown}`)}
      </Chip>
      <div className={css.what}>
        <b>
          {f.words(job.label) || job.kind}
          {about && ` · ${f.words(about.plural) || f.words(about.label)}`}
        </b>
        <span className="caption">
          {job.by?.title ?? t('system')} · <time title={f.exact(at)}>{f.moment(at)}</time>
          {progress(job, t, f)}
        </span>
        {job.state === 'failed' && <span className={css.error}>{job.error?.detail ?? job.error?.code}</span>}
        {waits && <span className="caption">{t('due', { at: f.moment(job.due_at ?? '') })}</span>}
        {job.state === 'queued' && job.attempts > 0 && job.due_at && (
          <span className="caption">{t('again', { count: job.attempts, at: f.moment(job.due_at) })}</span>
        )}
      </div>
      <Acts job={job} />
    </li>
  )
}

function progress(job: AnyJob, t: ReturnType<typeof useText<'work'>>, f: ReturnType<typeof useFormat>): string {
  if (!job.done) return ''
  const done = job.total
    ? t('of', { done: f.number(job.done), total: f.number(job.total) })
    : t('dealtWith', { count: job.done })
  const left = job.remaining_seconds == null ? '' : ` · ${t('left', { left: f.duration(job.remaining_seconds) })}`
  return ` · ${done}${left}`
}

function Acts({ job }: { job: AnyJob }) {
  const t = useText('work')
  const retry = useRetryJob()
  const cancel = useCancelAnyJob()
  const told = (done: 'retried' | 'cancelled') => ({
    onSuccess: () => toast({ text: t(done) }),
    onError: (e: Error) => toast({ text: isProblem(e) ? e.message : t('failed') }),
  })
  const page = job.link && !job.link.startsWith('/api/') ? job.link : null
  return (
    <span className={css.acts}>
      {page && <Link to={page}>{t('open')}</Link>}
      {job.may_retry && (
        <Button
          size="small"
          icon="redo"
          loading={retry.isPending}
          onClick={() => retry.mutate(job.id, told('retried'))}
        >
          {t('retry')}
        </Button>
      )}
      {isRunning(job) && !job.cancelling && (
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(job.id, told('cancelled'))}>
          {t('cancel')}
        </Button>
      )}
    </span>
  )
}
