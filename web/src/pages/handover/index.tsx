// One handover: how far it is, what came of it, its briefs, and the way back.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { isGoing, useRun } from '@/features/handover/handover'
import css from '@/features/handover/Handover.module.css'
import { RunResult } from '@/features/handover/RunResult'
import { StateChip } from '@/features/handover/StateChip'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { ErrorState, SkeletonRows } from '@/ui'

export default function HandoverRunPage() {
  const { id = '' } = useParams()
  const t = useText('handover')
  const run = useRun(Number(id))
  const client = useQueryClient()
  const state = run.data?.state
  useEffect(() => {
    if (state && !isGoing(state)) void client.invalidateQueries({ queryKey: ['records'] })
  }, [client, state])
  const name = run.data?.person.title ?? ''
  return (
    <>
      <PageHead title={name ? t('of', { name }) : t('title')} note={run.data && <StateChip state={run.data.state} />} />
      <section className={css.page}>
        {run.isPending && <SkeletonRows count={5} />}
        {run.isError && <ErrorState error={run.error} retry={() => void run.refetch()} />}
        {run.data && <RunResult run={run.data} />}
      </section>
    </>
  )
}
