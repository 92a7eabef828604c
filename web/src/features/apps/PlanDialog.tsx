// Before an app comes in: what it would change and what stays; then the work itself, which a closed page does not stop.
import { useEffect, useState } from 'react'
import { useFormat } from '@/core/format'
import { isRunning, useJob } from '@/core/jobs'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, ErrorState, FieldError, Modal, ProgressLine, SkeletonRows } from '@/ui'
import css from './Apps.module.css'
import { useAllAnew, useInstall, usePlan, type Plan, type Which } from './apps'
import { Lines } from './Lines'
import { SampleChoice } from './SampleChoice'

type Props = { which: Which; sample?: boolean; onClose: () => void }

export function PlanDialog({ which, sample = false, onClose }: Props) {
  const t = useText('apps')
  const c = useText('common')
  const f = useFormat()
  const plan = usePlan(which)
  const install = useInstall()
  const job = useInstallation(install.data?.job ?? null, plan.data, onClose)
  const [asked, setAsked] = useState<boolean | null>(sample || null)
  const note = plan.data?.sample ?? null
  const wanted = note !== null && note.there === 0 && (asked ?? note.empty)
  const changes = plan.data?.lines.some((line) => line.action === 'add' || line.action === 'change')
  const busy = install.isPending || (job !== undefined && isRunning(job))
  const problem = isProblem(install.error) ? install.error.message : job?.error?.detail
  return (
    <Modal
      open
      onClose={onClose}
      width={800}
      title={plan.data ? titleOf(plan.data, t, f.words(plan.data.label)) : t('look')}
      footer={
        <>
          <Button onClick={onClose}>{busy ? c('close') : c('cancel')}</Button>
          <Button
            look="primary"
            disabled={!changes && !wanted}
            loading={busy}
            onClick={() => install.mutate({ ...which, sample: wanted })}
          >
            {t(!changes && wanted ? 'addSample' : plan.data?.installed ? 'upgrade' : 'install')}
          </Button>
        </>
      }
    >
      <ProgressLine active={busy} />
      {plan.isPending && <SkeletonRows count={4} />}
      {plan.isError && <ErrorState error={plan.error} />}
      {plan.data && (
        <>
          <p className="t2">{t(changes ? 'lookWhy' : 'nothingToDo')}</p>
          <div className={css.scroll}>
            <Lines lines={plan.data.lines} />
          </div>
          {note && <SampleChoice sample={note} wanted={wanted} onChange={setAsked} />}
        </>
      )}
      {problem && <FieldError>{problem}</FieldError>}
    </Modal>
  )
}

const titleOf = (plan: Plan, t: ReturnType<typeof useText<'apps'>>, name: string): string =>
  plan.installed === null
    ? t('installTitle', { name: name || plan.app, version: String(plan.version) })
    : t('upgradeTitle', { name: name || plan.app, from: String(plan.installed), version: String(plan.version) })

/** What came of it; records of the sample that were refused are told. */
function saidOf(result: unknown, name: string, t: ReturnType<typeof useText<'apps'>>): string {
  const sample = (result as { sample?: { changed: number; failed: number } } | null)?.sample
  if (!sample) return t('installed', { name })
  return sample.failed > 0
    ? t('installedPartly', { name, count: sample.changed, failed: sample.failed })
    : t('installedSample', { name, count: sample.changed })
}

/** The job of the installation; when it is done everything is asked anew and the dialog closes. */
function useInstallation(id: string | null, plan: Plan | undefined, onDone: () => void) {
  const t = useText('apps')
  const f = useFormat()
  const job = useJob(id).data
  const again = useAllAnew()
  const [told, setTold] = useState(false)
  const done = job?.state === 'done'
  const result = job?.result
  useEffect(() => {
    if (!done || told) return
    setTold(true)
    again()
    toast({ text: saidOf(result, f.words(plan?.label) || (plan?.app ?? ''), t) })
    onDone()
  }, [done, told, again, onDone, plan, result, t, f])
  return job
}
