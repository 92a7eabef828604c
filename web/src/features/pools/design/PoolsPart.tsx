// The pools of the workspace: what they are for, whether they are on, what of them is broken.
import { useState } from 'react'
import { Link } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, IconButton, SkeletonRows } from '@/ui'
import { useDefinitions } from './api'
import { DropDrawer } from './DropDrawer'
import { read } from './model'
import { NewPool } from './NewPool'
import type { Stored } from './types'
import { useGroupWords } from './words'

export function PoolsPart() {
  const t = useText('poolDesign')
  const f = useFormat()
  const pools = useDefinitions()
  const forms = useForms().data?.items ?? []
  const [making, setMaking] = useState<{ from: Stored | null } | null>(null)
  const [dropping, setDropping] = useState<Stored | null>(null)
  if (pools.isPending) return <SkeletonRows count={6} />
  if (pools.isLoadingError) return <ErrorState error={pools.error} retry={() => void pools.refetch()} />
  const { items } = pools.data
  const formName = (key: string) => f.words(forms.find((each) => each.key === key)?.label) || key
  return (
    <section className={settings.part}>
      <div className={settings.bar}>
        <p className="t2">{t('listWhy')}</p>
        <Button look="primary" icon="plus" onClick={() => setMaking({ from: null })}>
          {t('add')}
        </Button>
      </div>
      {items.length === 0 && <EmptyState what={t('none')} why={t('noneWhy')} />}
      {items.length > 0 && (
        <Rows
          rows={items}
          id={({ definition }) => definition.key}
          label={t('title')}
          columns={[
            { key: 'name', label: t('name'), cell: (pool) => <Name pool={pool} /> },
            { key: 'form', label: t('form'), cell: ({ definition }) => formName(definition.form) },
            { key: 'who', label: t('members'), cell: (pool) => <Members pool={pool} /> },
            { key: 'rules', label: t('rules'), cell: ({ definition }) => <RuleCount pool={definition} /> },
            {
              key: 'acts',
              label: '',
              end: true,
              cell: (pool) => (
                <Acts pool={pool} onCopy={() => setMaking({ from: pool })} onDrop={() => setDropping(pool)} />
              ),
            },
          ]}
        />
      )}
      {making && <NewPool pools={items} from={making.from} onClose={() => setMaking(null)} />}
      {dropping && <DropDrawer stored={dropping} onClose={() => setDropping(null)} />}
    </section>
  )
}

function Name({ pool }: { pool: Stored }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const { key, label, enabled } = pool.definition
  return (
    <span className={settings.chips}>
      <Link to={`/settings/pools/${key}`}>
        <b>{f.words(label) || key}</b>
      </Link>
      {enabled === false && <Chip>{t('off')}</Chip>}
      {pool.problems.length > 0 && <Chip>{t('broken', { count: pool.problems.length })}</Chip>}
    </span>
  )
}

function Members({ pool }: { pool: Stored }) {
  const words = useGroupWords((id) => pool.people.find((each) => each.id === id) ?? { title: `#${id}` })
  return <span className="t2">{words(read(pool.definition).members)}</span>
}

function RuleCount({ pool }: { pool: Stored['definition'] }) {
  const t = useText('poolDesign')
  const recycle = (pool.recycle ?? []).length + (pool.protection ? 1 : 0)
  return <span className="t2">{t('rulesN', { assign: (pool.assign ?? []).length, recycle })}</span>
}

function Acts({ pool, onCopy, onDrop }: { pool: Stored; onCopy: () => void; onDrop: () => void }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const name = f.words(pool.definition.label) || pool.definition.key
  return (
    <span className={settings.chips}>
      <IconButton icon="copy" size="small" label={t('copyOf', { name })} onClick={onCopy} />
      <IconButton icon="trash" size="small" tone="quiet" label={t('drop', { name })} onClick={onDrop} />
    </span>
  )
}
