// Who a record is open to beside those whose roles reach it: its team, its shares, and opening it further.
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Drawer, ErrorState, SkeletonRows } from '@/ui'
import { AddShare } from './AddShare'
import { Asking } from './Asking'
import { ShareLine } from './ShareLine'
import { useShares, type Shares } from './sharing'
import css from './Sharing.module.css'

type Props = { form: Form; row: Row; onClose: () => void }

export function ShareDrawer({ form, row, onClose }: Props) {
  const t = useText('sharing')
  const shares = useShares(form.key, row.id)
  return (
    <Drawer open onClose={onClose} title={t('title')}>
      {shares.isPending && <SkeletonRows count={4} />}
      {shares.isError && <ErrorState error={shares.error} retry={() => void shares.refetch()} compact />}
      {shares.data && <Opened form={form} row={row} shares={shares.data} />}
    </Drawer>
  )
}

function Opened({ form, row, shares }: { form: Form; row: Row; shares: Shares }) {
  const t = useText('sharing')
  const { items, may } = shares
  const parts = [
    { key: 'team', items: items.filter((each) => each.kind === 'team') },
    { key: 'share', items: items.filter((each) => each.kind === 'share') },
  ] as const
  return (
    <div className={css.drawer}>
      {may && shares.asks?.map((ask) => <Asking key={ask.id} form={form} row={row} ask={ask} />)}
      {may && <AddShare form={form} row={row} known={items} />}
      {items.length === 0 && <p className="t2">{t(may ? 'nobody' : 'nobodyElse')}</p>}
      {parts.map(
        (part) =>
          part.items.length > 0 && (
            <section key={part.key}>
              <h3 className={css.head}>
                {t(part.key)} <span className="t3">{part.items.length}</span>
              </h3>
              <ul>
                {part.items.map((share) => (
                  <ShareLine key={share.id} form={form} row={row} share={share} may={may} />
                ))}
              </ul>
            </section>
          ),
      )}
      <p className="caption">{t('rolesRule')}</p>
    </div>
  )
}
