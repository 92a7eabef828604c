// A dashboard: period and department at the top, figures in a strip, cards on a grid; every number walks in.
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { usePick } from '@/core/search'
import css from '@/features/dashboard/Dashboard.module.css'
import {
  useDashboardData,
  useDashboards,
  type Definition,
  type Figure,
  type Scope,
} from '@/features/dashboard/dashboard'
import { FigureStrip } from '@/features/dashboard/FigureStrip'
import { WidgetCard } from '@/features/dashboard/WidgetCard'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { EmptyState, ErrorState, IconButton, ProgressLine, Select, SkeletonRows } from '@/ui'

export default function DashboardPage() {
  const { key } = useParams()
  const t = useText('dashboard')
  const boards = useDashboards()
  if (boards.isLoadingError) return <ErrorState error={boards.error} retry={() => void boards.refetch()} />
  if (!boards.data) return <SkeletonRows count={6} height="96px" />
  const board = key ? boards.data.items.find((b) => b.key === key) : boards.data.items[0]
  if (!board)
    return (
      <>
        <PageHead title={t('title')} />
        <EmptyState what={t(key ? 'notYours' : 'noBoard')} why={t(key ? 'notYoursWhy' : 'noBoardWhy')} />
      </>
    )
  return <Board key={board.key} board={board} />
}

function Board({ board }: { board: Definition }) {
  const f = useFormat()
  const t = useText('dashboard')
  const phone = usePhone()
  const [search, setSearch] = useSearchParams()
  const department = search.get('department')
  const scope: Scope = {
    period: search.get('period') ?? board.period,
    ...(department ? { department: Number(department) } : {}),
  }
  const data = useDashboardData(board.key, scope)
  const set = (name: string, value: string | null) =>
    setSearch(
      (now) => {
        if (value) now.set(name, value)
        else now.delete(name)
        return now
      },
      { replace: true },
    )
  const strip = board.widgets.filter((w) => w.kind === 'figures')
  const cards = board.widgets.filter((w) => w.kind !== 'figures')
  return (
    <>
      <PageHead
        title={f.words(board.label)}
        note={data.data && t('updated', { time: f.time(data.data.updated_at) })}
        {...(phone
          ? {
              below: (
                <div className={css.filters}>
                  <Filters scope={scope} set={set} />
                </div>
              ),
            }
          : { actions: <Filters scope={scope} set={set} /> })}
      />
      <div className={css.page}>
        <ProgressLine active={data.isFetching} />
        {data.isError && !data.data && <ErrorState error={data.error} retry={() => void data.refetch()} />}
        {strip.map((w) => {
          const figures = (data.data?.widgets[w.key] as { figures: Figure[] } | null | undefined)?.figures
          return figures ? (
            <FigureStrip key={w.key} figures={figures} />
          ) : (
            <SkeletonRows key={w.key} count={1} height="96px" />
          )
        })}
        <div className={css.grid12}>
          {cards.map((w) => (
            <WidgetCard key={w.key} widget={w} data={data.data ? (data.data.widgets[w.key] ?? null) : undefined} />
          ))}
        </div>
      </div>
    </>
  )
}

const PERIODS = ['this_month', 'last_month', 'this_quarter', 'last_quarter', 'this_year', 'last_year', 'all'] as const

function Filters({ scope, set }: { scope: Scope; set: (name: string, value: string | null) => void }) {
  const t = useText('dashboard')
  const phone = usePhone()
  const [q, setQ] = useState('')
  const departments = usePick('departments', q)
  const full = () => void document.documentElement.requestFullscreen?.()
  return (
    <>
      <Select
        size="small"
        width={120}
        value={scope.period ?? 'this_quarter'}
        onChange={(v) => set('period', v ?? null)}
        options={PERIODS.map((p) => ({ value: p, label: t(`period.${p}`) }))}
        aria-label={t('period.label')}
      />
      <Select
        size="small"
        width={132}
        value={scope.department ?? 0}
        onChange={(v) => set('department', v ? String(v) : null)}
        onSearch={setQ}
        options={[
          { value: 0, label: t('allDepartments') },
          ...(departments.data ?? []).map((d) => ({ value: d.id, label: d.title })),
        ]}
        aria-label={t('department')}
      />
      {!phone && <IconButton icon="full" size="small" label={t('fullScreen')} onClick={full} />}
    </>
  )
}
