// What was sent outside, what waits, what failed, what nobody knows; opened, sent again, cancelled.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Id } from '@/core/types'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, Input, Select, SkeletonRows } from '@/ui'
import { DeliveryDrawer } from './DeliveryDrawer'
import { ChannelName, StateChip } from './DeliveryParts'
import css from './messages.module.css'
import { STATES, useDeliveries, type Delivery, type State } from './messages'

const ALL = ''
export function Deliveries() {
  const t = useText('messages')
  const [state, setState] = useState<State | ''>(ALL)
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<Id | null>(null)
  const deliveries = useDeliveries(state || null, q.trim())
  const items = deliveries.data?.pages.flatMap((p) => p.items) ?? []
  const counts = deliveries.data?.pages[0]?.counts
  const label = (each: State) => `${t(`deliveries.states.${each}`)}${counts?.[each] ? ` ${counts[each]}` : ''}`
  return (
    <section className={settings.part}>
      <p className="t2">{t('deliveries.why')}</p>
      <div className={css.bar}>
        <span className={css.find}>
          <Input
            value={q}
            onChange={setQ}
            icon="search"
            placeholder={t('deliveries.find')}
            aria-label={t('deliveries.find')}
            clearable
          />
        </span>
        <Select<State | ''>
          width={160}
          value={state}
          onChange={(next) => setState(next ?? ALL)}
          aria-label={t('deliveries.state')}
          options={[
            { value: ALL, label: t('deliveries.all') },
            ...STATES.map((value) => ({ value, label: label(value) })),
          ]}
        />
      </div>
      {deliveries.isPending && <SkeletonRows count={6} />}
      {deliveries.isError && <ErrorState error={deliveries.error} retry={() => void deliveries.refetch()} />}
      {deliveries.data && items.length === 0 && (
        <EmptyState
          what={t(q || state ? 'deliveries.noneMatch' : 'deliveries.none')}
          why={q || state ? undefined : t('deliveries.noneWhy')}
        />
      )}
      {items.length > 0 && <Table items={items} onOpen={setOpen} />}
      {deliveries.hasNextPage && (
        <Button onClick={() => void deliveries.fetchNextPage()} loading={deliveries.isFetchingNextPage}>
          {t('deliveries.older')}
        </Button>
      )}
      {open !== null && <DeliveryDrawer id={open} onClose={() => setOpen(null)} />}
    </section>
  )
}

function Table({ items, onOpen }: { items: Delivery[]; onOpen: (id: Id) => void }) {
  const t = useText('messages')
  const f = useFormat()
  return (
    <Rows
      rows={items}
      id={(d) => String(d.id)}
      label={t('deliveries.subject')}
      onOpen={(d) => onOpen(d.id)}
      columns={[
        {
          key: 'subject',
          label: t('deliveries.subject'),
          cell: (d) => (
            <button type="button" className={css.opener} onClick={() => onOpen(d.id)}>
              {d.subject || d.cause_label || `#${d.id}`}
            </button>
          ),
        },
        { key: 'to', label: t('deliveries.to'), cell: (d) => d.person?.title ?? (d.to || '—') },
        { key: 'channel', label: t('deliveries.channel'), cell: (d) => <ChannelName delivery={d} /> },
        {
          key: 'state',
          label: t('deliveries.state'),
          cell: (d) => (
            <span title={d.error ?? undefined}>
              <StateChip delivery={d} />
              {d.error && <span className={css.reason}>{d.error}</span>}
            </span>
          ),
        },
        { key: 'when', label: t('deliveries.when'), cell: (d) => f.moment(d.ended_at ?? d.created_at) },
      ]}
    />
  )
}
