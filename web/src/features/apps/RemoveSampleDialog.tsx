// Taking an app's sample data away, and afterwards what had to stay and why.
import { useEffect } from 'react'
import { useFormat } from '@/core/format'
import { isRunning, useJob } from '@/core/jobs'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, ErrorState, FieldError, Modal, ProgressLine, SkeletonRows } from '@/ui'
import css from './Apps.module.css'
import { useAllAnew, useRemoved, useRemoveSample, type App } from './apps'
import { Stays } from './Stays'

export function RemoveSampleDialog({ app, onClose }: { app: App; onClose: () => void }) {
  const t = useText('apps')
  const c = useText('common')
  const f = useFormat()
  const remove = useRemoveSample()
  const job = useJob(remove.data?.job ?? null).data
  const done = job?.state === 'done'
  const again = useAllAnew()
  useEffect(() => {
    if (done) again()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when it is done
  }, [done])
  const busy = remove.isPending || (job !== undefined && isRunning(job))
  const problem = isProblem(remove.error) ? remove.error.message : job?.error?.detail
  return (
    <Modal
      open
      onClose={onClose}
      width={560}
      title={t(done ? 'sampleGoneTitle' : 'removeSampleTitle', { name: f.words(app.label) || app.key })}
      footer={
        done ? (
          <Button look="primary" onClick={onClose}>
            {c('close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{busy ? c('close') : c('cancel')}</Button>
            <Button look="danger" loading={busy} onClick={() => remove.mutate(app.key)}>
              {t('removeSample')}
            </Button>
          </>
        )
      }
    >
      <ProgressLine active={busy} />
      {done && remove.data ? (
        <Removed batch={remove.data.batch} />
      ) : (
        <p className="t2">{t('removeSampleWhy', { count: app.sample_records })}</p>
      )}
      {problem && <FieldError>{problem}</FieldError>}
    </Modal>
  )
}

function Removed({ batch }: { batch: number }) {
  const t = useText('apps')
  const report = useRemoved(batch)
  if (report.isPending) return <SkeletonRows count={3} />
  if (report.isLoadingError) return <ErrorState error={report.error} />
  const stays = (report.data.results ?? []).filter((each) => !each.ok)
  return (
    <div className={css.scroll}>
      <p className="t2">{t('sampleGone', { count: report.data.summary.restored ?? 0 })}</p>
      {stays.length > 0 && <Stays stays={stays} />}
    </div>
  )
}
