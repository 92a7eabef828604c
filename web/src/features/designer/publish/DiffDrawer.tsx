// Before publishing: every change in words, whom it touches, which values do not fit, and the button.
import { memo, useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, EmptyState, ErrorState, ProgressLine, SkeletonRows } from '@/ui'
import { useBench } from '../sight'
import type { Diff } from '../model/types'
import { Audience, type Roles } from './Audience'
import { Changes } from './Changes'
import { Conversions, type Agree, Problems, Twins, Uses } from './Impact'
import { JobLine } from './JobLine'
import css from './Publish.module.css'
import { asksLosses, usePublishing } from './publishing'

type Props = {
  open: boolean
  onClose: () => void
  diff: {
    data: Diff | undefined
    isError: boolean
    error: unknown
    refetch: () => unknown
    isFetching: boolean
    isPlaceholderData: boolean
  }
  /** Begins anew with what is in force; until that is there the drawer stays, so that nothing is edited that would be lost. */
  onPublished: (version: number) => void | Promise<void>
  onRenew: () => void
}

export const DiffDrawer = memo(function DiffDrawer({ open, onClose, diff, onPublished, onRenew }: Props) {
  const t = useText('designer')
  const c = useText('common')
  const { form, draft, keeping, keeper, inForce } = useBench()
  const [losses, setLosses] = useState(false)
  const [roles, setRoles] = useState<Roles>({})
  const publishing = usePublishing(form.key, 'publish', (version) => {
    void Promise.resolve(keeper.settle().then(() => onPublished(version))).finally(() => {
      onClose()
      toast({ text: t('published', { version }) })
    })
  })
  const data = diff.data
  const fails = (data?.conversions ?? []).some((x) => x.fails > 0)
  const never = (data?.conversions ?? []).some((x) => x.possible === false)
  const twins = (data?.uniques ?? []).some((x) => x.twins > 0)
  const blocked = !data || data.changes.length === 0 || data.problems.length > 0 || twins || never || (fails && !losses)
  // What is shown must be what is published.
  const stale = keeping.state !== 'kept' || diff.isPlaceholderData
  const send = async () => {
    await keeper.settle()
    publishing.go(keeper.now.version, losses, roles)
  }
  // Values that do not convert are agreed to above; another version in force is met by beginning anew from it.
  const outdated = isProblem(publishing.error) && publishing.error.code === 'forms.changed'
  const next = asksLosses(publishing.error) ? undefined : outdated ? onRenew : () => void send()
  return (
    <Drawer
      open={open}
      onClose={onClose}
      width={720}
      title={inForce === null ? t('diffTitleNew') : t('diffTitle', { version: draft.published })}
      footer={
        <>
          <span className={css.left}>
            <JobLine publishing={publishing} />
          </span>
          <Button onClick={onClose}>{c(publishing.job ? 'close' : 'cancel')}</Button>
          <Button look="primary" disabled={blocked || stale} loading={publishing.busy} onClick={() => void send()}>
            {t('publish')}
          </Button>
        </>
      }
    >
      <ProgressLine active={diff.isFetching} />
      {diff.isError && <ErrorState error={diff.error} retry={() => void diff.refetch()} />}
      {!data && !diff.isError && <SkeletonRows count={6} />}
      {data && <DiffBody diff={data} agree={!never && fails ? { on: losses, set: setLosses } : null} />}
      {data && inForce === null && data.changes.length > 0 && <Audience roles={roles} onChange={setRoles} />}
      {publishing.error !== null && publishing.error !== undefined && (
        <ErrorState error={publishing.error} compact retry={next} />
      )}
    </Drawer>
  )
})

function DiffBody({ diff, agree }: { diff: Diff; agree: Agree | null }) {
  const t = useText('designer')
  const f = useFormat()
  const { inForce } = useBench()
  if (diff.changes.length === 0) return <EmptyState what={t('noChanges')} why={t('noChangesWhy')} />
  return (
    <div className={css.diff}>
      {inForce !== null && (
        <p className={css.impact}>
          <b>{t('changesCount', { count: diff.changes.length })}</b>
          <span>{t('recordsTouched', { count: diff.records, shown: f.number(diff.records) })}</span>
        </p>
      )}
      <Problems diff={diff} />
      <Conversions diff={diff} agree={agree} />
      <Twins diff={diff} />
      <Changes changes={diff.changes} />
      <Uses diff={diff} />
      {diff.statements.length > 0 && (
        <details className={css.sql}>
          <summary>{t('statements', { count: diff.statements.length })}</summary>
          <pre>{diff.statements.join(';\n')}</pre>
        </details>
      )}
    </div>
  )
}
