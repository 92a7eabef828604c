// When the records were looked through last, looking again, how far that is, and stopping it.
import { useFormat } from '@/core/format'
import { useCancelJob } from '@/core/jobs'
import { isProblem } from '@/core/problem'
import { useLooking } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import css from './Duplicates.module.css'
import { useLook, useRefreshGroups, type Report } from './duplicates'

export function Look({ form, report }: { form: Form; report: Report }) {
  const t = useText('duplicates')
  const f = useFormat()
  const look = useLook(form.key)
  const looking = useLooking()
  const begin = () =>
    look.mutate(undefined, { onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }) })
  if (report.job) return <Running form={form} job={report.job} />
  return (
    <span className={css.look}>
      {report.at && (
        <span className="caption" title={f.exact(report.at)}>
          {t('asOf', { at: f.moment(report.at) })}
        </span>
      )}
      {report.may && !looking && report.compared.length > 0 && (
        <Button icon="refresh" look={report.at ? 'plain' : 'primary'} loading={look.isPending} onClick={begin}>
          {t(report.at ? 'again' : 'look')}
        </Button>
      )}
    </span>
  )
}

function Running({ form, job }: { form: Form; job: NonNullable<Report['job']> }) {
  const t = useText('duplicates')
  const f = useFormat()
  const cancel = useCancelJob()
  const refresh = useRefreshGroups(form.key)
  const stop = () =>
    cancel.mutate(job.id, {
      onSuccess: () => void refresh(),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  const far = job.total ? f.percent((job.done / job.total) * 100) : ''
  return (
    <span className={css.look} role="status">
      <span className="caption">{far ? t('runningFar', { far }) : t('running')}</span>
      <Button look="text" loading={cancel.isPending} onClick={stop}>
        {t('stop')}
      </Button>
    </span>
  )
}
