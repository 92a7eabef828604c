// The editor of one pool: what it says in sentences, part by part.
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, IconButton, Menu, SkeletonRows } from '@/ui'
import { useDefinition } from './api'
import { AssignCard } from './AssignCard'
import { BasicsCard, KeepCard, WhichCard } from './BasicsCard'
import { PoolBench, useBench } from './bench'
import { ClaimCard } from './ClaimCard'
import { ClosedCard } from './ClosedCard'
import { Changes } from './Changes'
import css from './Design.module.css'
import { PublishDrawer } from './PublishDrawer'
import { ProtectionCard, RecycleCard } from './RecycleCard'
import { VersionsDrawer } from './VersionsDrawer'
import type { Stored } from './types'
import { WhoCard } from './WhoCard'

export function PoolEditor() {
  const { key = '' } = useParams()
  return <Opened key={key} pool={key} />
}

/** As it was opened: what others publish meanwhile takes nothing away from what is being changed here. */
function Opened({ pool: key }: { pool: string }) {
  const t = useText('poolDesign')
  const pool = useDefinition(key)
  const [opened, open] = useState<Stored | null>(null)
  if (!opened && pool.data) open(pool.data)
  const form = useForm(opened?.definition.form ?? '')
  const reload = () => void pool.refetch().then(({ data }) => data && open(data))
  if (pool.isError && !opened) return <ErrorState error={pool.error} retry={() => void pool.refetch()} />
  if (!opened || form.isPending) return <SkeletonRows count={12} />
  if (!form.data) return <EmptyState what={t('noPool')} />
  return (
    <PoolBench key={opened.version} stored={opened} form={form.data} onReload={reload}>
      <Page />
    </PoolBench>
  )
}

function Page() {
  const t = useText('poolDesign')
  const f = useFormat()
  const phone = usePhone()
  const { key, stored, now, changed } = useBench()
  const note = changed ? <Chip>{t('changed')}</Chip> : t('inForce', { version: stored.version })
  return (
    <>
      <PageHead title={f.words(now.label) || key} note={note} actions={<Acts />} />
      <div className={css.page}>
        <div className={css.sheet}>
          <Stale />
          {stored.problems.length > 0 && <p className={css.note}>{t('brokenWhy')}</p>}
          <BasicsCard />
          <WhichCard />
          <WhoCard />
          <ClosedCard />
          <ClaimCard />
          <AssignCard />
          <RecycleCard />
          <ProtectionCard />
          <KeepCard />
        </div>
      </div>
      {phone && (
        <div className={css.bar}>
          <Publish />
        </div>
      )}
    </>
  )
}

/** Somebody published while something was being changed here: both are there to choose from. */
function Stale() {
  const t = useText('poolDesign')
  const { stale, stored, goOn, reset } = useBench()
  if (stale === null) return null
  return (
    <section className={css.stale} role="alert" aria-label={t('staleTitle')}>
      <h2>{t('staleTitle')}</h2>
      <p>{t('staleWhy', { mine: stale, now: stored.version })}</p>
      <Changes />
      <div className={css.staleActs}>
        <Button look="accent" onClick={goOn}>
          {t('staleKeep')}
        </Button>
        <Button onClick={reset}>{t('staleDrop', { now: stored.version })}</Button>
      </div>
    </section>
  )
}

function Acts() {
  const t = useText('poolDesign')
  const c = useText('common')
  const navigate = useNavigate()
  const phone = usePhone()
  const { key, undo, redo, reset, changed } = useBench()
  const [open, setOpen] = useState(false)
  const to = (route: string) => () => void navigate(route)
  return (
    <>
      {!phone && <IconButton icon="left" label={t('allPools')} onClick={to('/settings/pools')} />}
      <IconButton icon="undo" label={t('undo')} disabled={!undo} onClick={() => undo?.()} />
      {!phone && <IconButton icon="redo" label={t('redo')} disabled={!redo} onClick={() => redo?.()} />}
      {!phone && (
        <Button icon="review" onClick={to(`/settings/pools/${key}/rehearsal`)}>
          {t('rehearse')}
        </Button>
      )}
      <Menu
        items={[
          ...(phone
            ? [
                { key: 'all', label: t('allPools'), icon: 'left' as const, onSelect: to('/settings/pools') },
                {
                  key: 'rehearse',
                  label: t('rehearse'),
                  icon: 'review' as const,
                  onSelect: to(`/settings/pools/${key}/rehearsal`),
                },
              ]
            : []),
          { key: 'versions', label: t('versions'), icon: 'history', onSelect: () => setOpen(true) },
          { key: 'open', label: t('openPool'), icon: 'pool', onSelect: to(`/pools/${key}`) },
          ...(changed ? [{ key: 'reset', label: t('reset'), icon: 'undo' as const, onSelect: reset }] : []),
        ]}
      >
        <IconButton icon="more" label={c('more')} />
      </Menu>
      {!phone && <Publish />}
      {open && <VersionsDrawer onClose={() => setOpen(false)} />}
    </>
  )
}

/** First what it would mean, then publishing. */
function Publish() {
  const t = useText('poolDesign')
  const phone = usePhone()
  const { changed, open, problems, stale, onReload } = useBench()
  const [previewing, setPreviewing] = useState(false)
  const reload = () => {
    setPreviewing(false)
    onReload()
  }
  const wrong = problems.length > 0 ? 'fixFirst' : stale !== null ? 'staleFirst' : null
  const said = open ? t(`finish.${open}`) : t(wrong ?? 'preview')
  return (
    <>
      <Button
        look="primary"
        size={phone ? 'large' : 'normal'}
        block={phone}
        disabled={!changed || open !== null || wrong !== null}
        onClick={() => setPreviewing(true)}
      >
        {said}
      </Button>
      {previewing && <PublishDrawer onClose={() => setPreviewing(false)} onReload={reload} />}
    </>
  )
}
