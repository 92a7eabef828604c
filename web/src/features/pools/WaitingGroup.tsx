// Of Today: what waits to be taken, pool by pool, taken where it stands, with what one may still take.
import { Link } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { recordRoute } from '@/core/routes'
import { useLooking } from '@/core/session'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import today from '@/features/today/Today.module.css'
import { useActs } from './acts'
import { PlaceWords } from './PlaceWords'
import { PoolLeft } from './PoolLeft'
import css from './Pools.module.css'
import type { Waiting } from './pools'

export function WaitingGroup({ pools }: { pools: Waiting[] }) {
  const t = useText('pools')
  const f = useFormat()
  const count = pools.reduce((n, pool) => n + pool.waiting, 0)
  if (count === 0) return null
  return (
    <section aria-label={t('toTake')}>
      <div className={today.group}>
        <b>{t('toTake')}</b>
        <span className="t3">{f.number(count)}</span>
      </div>
      {pools.map((pool) => (
        <OnePool key={pool.key} pool={pool} />
      ))}
    </section>
  )
}

function OnePool({ pool }: { pool: Waiting }) {
  const t = useText('pools')
  const f = useFormat()
  const rest = pool.waiting - pool.items.length
  return (
    <div role="group" aria-label={f.words(pool.label)}>
      <p className={css.waiting}>
        <Link to={`/pools/${pool.key}`}>
          <b>{f.words(pool.label)}</b>
        </Link>
        <span className="caption">
          <PoolLeft pool={pool} />
        </span>
      </p>
      <ul className={today.list}>
        {pool.items.map((item) => (
          <Line key={item.id} pool={pool} item={item} />
        ))}
      </ul>
      {rest > 0 && (
        <p className={today.more}>
          {t('restWaiting', { count: rest })} <Link to={`/pools/${pool.key}`}>{t('seePool')}</Link>
        </p>
      )}
    </div>
  )
}

function Line({ pool, item }: { pool: Waiting; item: Waiting['items'][number] }) {
  const t = useText('pools')
  const phone = usePhone()
  const looking = useLooking()
  const form = useForm(pool.form).data
  const acts = useActs({ key: pool.form }, pool.key)
  const full = pool.quota.left === 0
  const row = { id: item.id, title: item.title, ...(form ? { [form.title]: item.title } : {}) }
  return (
    <li className={css.wait}>
      {!phone && (
        <span className={today.kind}>
          <Icon name="pool" />
        </span>
      )}
      <div className={css.about}>
        <span>
          <Link className={today.title} to={recordRoute(pool.form, item.id)}>
            {item.title || t('untitled')}
          </Link>
          {item.subtitle && <span className={`t2 ${today.sub}`}>{item.subtitle}</span>}
        </span>
        <PlaceWords place={item.place} />
      </div>
      {full && <span className="caption">{t('fullNow')}</span>}
      {pool.by !== 'assign' && !looking && !full && (
        <Button look="accent" size={phone ? 'large' : 'small'} disabled={acts.busy} onClick={() => acts.take([row])}>
          {t('take')}
        </Button>
      )}
    </li>
  )
}
