// One delivery: its text, what became of it, and what can be done about it.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { recordRoute } from '@/core/routes'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Drawer, ErrorState, Modal, SkeletonRows } from '@/ui'
import { ChannelName, StateChip } from './DeliveryParts'
import css from './messages.module.css'
import { useDelivery, useDeliveryAct, type Delivery } from './messages'

export function DeliveryDrawer({ id, onClose }: { id: Id; onClose: () => void }) {
  const delivery = useDelivery(id)
  const found = delivery.data
  return (
    <Drawer
      open
      onClose={onClose}
      title={found ? found.subject || found.cause_label || `#${id}` : `#${id}`}
      footer={found && found.may.length > 0 ? <Acts delivery={found} /> : undefined}
    >
      {delivery.isPending && <SkeletonRows count={5} />}
      {delivery.isError && <ErrorState error={delivery.error} retry={() => void delivery.refetch()} />}
      {found && <About delivery={found} />}
    </Drawer>
  )
}

function About({ delivery: d }: { delivery: Delivery }) {
  const t = useText('messages')
  const f = useFormat()
  const text = d.text || d.payload
  return (
    <div className={css.about}>
      <p>
        <StateChip delivery={d} /> {d.attempts > 0 && t('deliveries.tries', { count: d.attempts })}
        {d.next_at && ` · ${t('deliveries.next', { when: f.moment(d.next_at) })}`}
      </p>
      {d.error && <p className={css.error}>{d.error}</p>}
      <dl className={css.pairs}>
        <dt>{t('deliveries.to')}</dt>
        <dd>{[d.person?.title, d.to].filter(Boolean).join(' · ') || '—'}</dd>
        <dt>{t('deliveries.channel')}</dt>
        <dd>
          <ChannelName delivery={d} />
        </dd>
        <dt>{t('deliveries.when')}</dt>
        <dd>{f.moment(d.ended_at ?? d.created_at)}</dd>
        {d.cause_label && (
          <>
            <dt>{t('deliveries.cause')}</dt>
            <dd>{d.cause_label}</dd>
          </>
        )}
        {d.answer && (
          <>
            <dt>{t('deliveries.answer')}</dt>
            <dd>{d.answer}</dd>
          </>
        )}
      </dl>
      {d.form && d.record_id && <Link to={recordRoute(d.form, d.record_id)}>{t('deliveries.record')}</Link>}
      {text && (
        <>
          <h3>{t('deliveries.text')}</h3>
          <pre className={css.text}>{text}</pre>
        </>
      )}
    </div>
  )
}

function Acts({ delivery }: { delivery: Delivery }) {
  const t = useText('messages')
  const c = useText('common')
  const act = useDeliveryAct()
  const [asking, setAsking] = useState(false)
  const go = (what: 'again' | 'cancel') =>
    act.mutate(
      { id: delivery.id, act: what },
      {
        onSuccess: () => toast({ text: t(what === 'again' ? 'deliveries.queuedAgain' : 'deliveries.cancelled') }),
        onError: (e) => isProblem(e) && toast({ text: e.message }),
        onSettled: () => setAsking(false),
      },
    )
  return (
    <>
      {delivery.may.includes('cancel') && <Button onClick={() => go('cancel')}>{t('deliveries.cancel')}</Button>}
      {delivery.may.includes('again') && (
        <Button look="primary" onClick={() => setAsking(true)}>
          {t('deliveries.again')}
        </Button>
      )}
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t('deliveries.againAsk')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{c('cancel')}</Button>
            <Button look="primary" onClick={() => go('again')} loading={act.isPending}>
              {t('deliveries.again')}
            </Button>
          </>
        }
      >
        <p>{t('deliveries.againWhy')}</p>
      </Modal>
    </>
  )
}
