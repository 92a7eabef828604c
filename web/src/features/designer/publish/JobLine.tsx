// How far the conversion of values is, stopping it, and that it was stopped.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import type { Publishing } from './publishing'

/** It goes on when what shows it, or the page, is closed. */
export function JobLine({ publishing: { job, stop, stopped } }: { publishing: Publishing }) {
  const t = useText('designer')
  const f = useFormat()
  if (stopped) return <span className="t2">{t('stopped')}</span>
  if (!job) return null
  return (
    <span className="t2" role="status">
      {job.total ? t('converting', { done: f.number(job.done), total: f.number(job.total) }) : t('publishing')}{' '}
      <button type="button" className="link-button" onClick={stop}>
        {t('stop')}
      </button>
    </span>
  )
}
