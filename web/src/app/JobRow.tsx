// One background job: how far, how fast, how long, cancel; its result when done.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { isRunning, share, useCancelJob } from '@/core/jobs'
import type { Job } from '@/core/types'
import { useText } from '@/i18n'
import { ProgressRing } from '@/ui'
import css from './Bell.module.css'

export function JobRow({ job, onOpen }: { job: Job; onOpen: () => void }) {
  const c = useText('common')
  const f = useFormat()
  const cancel = useCancelJob()
  return (
    <div className={css.job}>
      {isRunning(job) && <ProgressRing share={share(job)} />}
      <div className={css.grow}>
        <div className="ellipsis">{f.words(job.label)}</div>
        <div className="caption">{useProgressWords(job)}</div>
      </div>
      {isRunning(job) ? (
        <button type="button" className="link-button" onClick={() => cancel.mutate(job.id)}>
          {c('cancel')}
        </button>
      ) : (
        job.link && <JobLink job={job} link={job.link} onOpen={onOpen} />
      )}
    </div>
  )
}

/** A file of the API is downloaded, anything else is a page. */
function JobLink({ job, link, onOpen }: { job: Job; link: string; onOpen: () => void }) {
  const t = useText('shell')
  if (job.state !== 'done' && link.startsWith('/api/')) return null
  if (link.startsWith('/api/'))
    return (
      <a href={link} download onClick={onOpen}>
        {t('jobs.download')}
      </a>
    )
  return (
    <Link to={link} onClick={onOpen}>
      {t('jobs.open')}
    </Link>
  )
}

/** 12,480 / 100,000, 3,200 行/秒, 还剩 27 秒. */
export function useProgressWords(job: Job): string {
  const t = useText('shell')
  const f = useFormat()
  if (job.state !== 'running')
    return job.state === 'failed' ? errorWords(job) || t('jobs.failed') : t(`jobs.${job.state}`)
  const parts = [
    job.total ? t('jobs.of', { done: f.number(job.done), total: f.number(job.total) }) : f.number(job.done),
    job.rate ? t('jobs.rate', { rate: f.number(Math.round(job.rate)) }) : '',
    job.remaining_seconds != null ? t('jobs.left', { left: f.duration(job.remaining_seconds) }) : '',
    job.note ?? '',
  ]
  return parts.filter(Boolean).join(' · ')
}

const errorWords = (job: Job): string => job.error?.detail ?? ''
