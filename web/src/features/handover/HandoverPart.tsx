// Handovers in the settings: whom to begin with, and what was handed over.
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useSettled } from '@/core/search'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Avatar, Button, Chip, EmptyState, ErrorState, Input, SkeletonRows } from '@/ui'
import css from './Handover.module.css'
import { useGivers, useRuns, type Giver, type Run } from './handover'
import { StateChip } from './StateChip'

export function HandoverPart() {
  const t = useText('handover')
  const [q, setQ] = useState('')
  const people = useGivers(useSettled(q.trim(), 200))
  const navigate = useNavigate()
  const start = (p: Giver) => void navigate(`/settings/handover/${p.id}`)
  return (
    <section className={css.part}>
      <p className="t2">{t('why')}</p>
      <div className={settings.bar}>
        <Input value={q} onChange={setQ} icon="search" placeholder={t('find')} aria-label={t('find')} />
      </div>
      {people.isPending && <SkeletonRows count={5} />}
      {people.isError && <ErrorState error={people.error} retry={() => void people.refetch()} />}
      {people.data?.items.length === 0 && <EmptyState what={t('nobody')} />}
      {people.data && people.data.items.length > 0 && (
        <Rows
          rows={people.data.items}
          id={(p) => String(p.id)}
          label={t('title')}
          columns={[
            { key: 'name', label: t('person'), cell: (p) => <Who person={p} /> },
            { key: 'department', label: t('department'), cell: (p) => p.department?.title ?? '—' },
            { key: 'state', label: t('state'), cell: (p) => <PersonState person={p} /> },
            { key: 'records', label: t('holds'), end: true, cell: (p) => t('records', { count: p.records }) },
            {
              key: 'go',
              label: '',
              end: true,
              cell: (p) => (
                <Button size="small" onClick={() => start(p)}>
                  {t('go')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Runs />
    </section>
  )
}

const Who = ({ person }: { person: Giver }) => (
  <span className={settings.who}>
    <Avatar name={person.name} /> {person.name}
  </span>
)

function PersonState({ person }: { person: Giver }) {
  const t = useText('handover')
  if (person.state === 'disabled' && person.records > 0) return <Chip tone="heat2">{t('gone')}</Chip>
  if (person.state === 'active') return null // what is usual is not said on every row
  return <Chip>{t(`personStates.${person.state}`)}</Chip>
}

function Runs() {
  const t = useText('handover')
  const runs = useRuns()
  return (
    <div className={css.block}>
      <h2 className={css.title}>{t('runs')}</h2>
      {runs.isPending && <SkeletonRows count={2} />}
      {runs.isError && <ErrorState error={runs.error} retry={() => void runs.refetch()} compact />}
      {runs.data?.items.length === 0 && <EmptyState what={t('noRuns')} why={t('noRunsWhy')} />}
      {runs.data && runs.data.items.length > 0 && <RunRows items={runs.data.items} />}
    </div>
  )
}

function RunRows({ items }: { items: Run[] }) {
  const t = useText('handover')
  const f = useFormat()
  return (
    <Rows
      rows={items}
      id={(r) => String(r.id)}
      label={t('runs')}
      columns={[
        { key: 'person', label: t('person'), cell: (r) => r.person.title },
        { key: 'state', label: t('state'), cell: (r) => <StateChip state={r.state} /> },
        { key: 'total', label: t('count'), end: true, cell: (r) => t('records', { count: r.total }) },
        { key: 'when', label: t('when'), cell: (r) => f.moment(r.done_at ?? r.created_at) },
        { key: 'by', label: t('by'), cell: (r) => r.by?.title ?? '—' },
        { key: 'open', label: '', end: true, cell: (r) => <Link to={`/handovers/${r.id}`}>{t('open')}</Link> },
      ]}
    />
  )
}
