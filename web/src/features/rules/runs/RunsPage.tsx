// The runs of all rules: found by state, rule, record and time; opened; those that failed tried again.
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { usePhone } from '@/core/media'
import type { Id } from '@/core/types'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, IconButton, SkeletonRows } from '@/ui'
import { RetryBar } from './RetryBar'
import { RunDrawer } from './RunDrawer'
import { RunsBar } from './RunsBar'
import { RunsTable } from './RunsTable'
import css from './Runs.module.css'
import { STATES, useRuns, type RunState, type Time, type Wish } from './runs'

const TIMES: Time[] = ['day', 'week', 'month']

export function RunsPage() {
  const t = useText('rules')
  const { wish, set } = useWish()
  const runs = useRuns(wish)
  const [open, setOpen] = useState<Id | null>(null)
  const [picked, setPicked] = useState<Set<Id>>(new Set())
  const rows = runs.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = Object.values(wish).some(Boolean)
  return (
    <>
      <PageHead title={t('run.title')} actions={<Way />} />
      <section className={css.part}>
        <p className={`t2 ${css.why}`}>{t('run.why')}</p>
        <RunsBar wish={wish} set={set} counts={runs.data?.pages[0]?.counts ?? {}} rows={rows} />
        <RetryBar wish={wish} rows={rows} picked={picked} onPicked={setPicked} />
        {runs.isPending && <SkeletonRows count={6} />}
        {runs.isError && <ErrorState error={runs.error} retry={() => void runs.refetch()} />}
        {runs.data && rows.length === 0 && (
          <EmptyState what={t('run.none')} why={t(filtered ? 'run.noneFiltered' : 'run.noneWhy')} />
        )}
        {rows.length > 0 && <RunsTable rows={rows} picked={picked} onPicked={setPicked} onOpen={setOpen} />}
        {runs.hasNextPage && (
          <Button onClick={() => void runs.fetchNextPage()} loading={runs.isFetchingNextPage}>
            {t('run.older')}
          </Button>
        )}
        {open !== null && <RunDrawer id={open} onClose={() => setOpen(null)} />}
      </section>
    </>
  )
}

function Way() {
  const t = useText('rules')
  const phone = usePhone()
  const navigate = useNavigate()
  if (phone)
    return (
      <IconButton icon="left" iconSize={20} label={t('run.back')} onClick={() => void navigate('/settings/rules')} />
    )
  return (
    <Link to="/settings/rules" className={css.way}>
      <Button look="text" icon="left">
        {t('run.back')}
      </Button>
    </Link>
  )
}

/** What the address asks for; changes replace it, so that going back leaves the page. */
function useWish() {
  const [query, setQuery] = useSearchParams()
  const wish: Wish = {
    state: STATES.find((each): each is RunState => each === query.get('state')) ?? null,
    rule: query.get('rule'),
    form: query.get('form'),
    record: query.get('record'),
    time: TIMES.find((each) => each === query.get('time')) ?? null,
  }
  const set = (changes: Partial<Record<keyof Wish, string | null>>) =>
    setQuery(
      (now) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value) now.set(name, value)
          else now.delete(name)
        }
        return now
      },
      { replace: true },
    )
  return { wish, set }
}
