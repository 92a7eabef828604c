// The leak meter: how much of what is held is leaking, by cause; each cause opens its records.
import { Link } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText, type Key } from '@/i18n'
import { MoreLeaks } from '@/features/plugs/MoreLeaks'
import { PlugButton } from '@/features/plugs/PlugButton'
import { PlugIt } from '@/features/plugs/PlugIt'
import { plugOf, useLeaks } from '@/features/plugs/plugs'
import { Drop, LeakBar } from '@/ui'
import type { Leak, LeakCause, Scope } from './today'
import css from './Today.module.css'

export function LeakMeter({ leak, scope }: { leak: Leak; scope: Scope }) {
  const t = useText('today')
  const f = useFormat()
  const leaks = useLeaks(scope).data
  const live = leak.causes.filter((c) => c.count > 0)
  const parts = [
    { level: 0 as const, share: Math.max(0, leak.held - leak.amount) },
    ...live.map((c) => ({ level: c.level, share: c.amount ?? 0, label: label(c) })),
  ]
  const several = new Set(live.map((c) => c.form)).size > 1
  function label(c: LeakCause): string {
    return c.label ? f.words(c.label) : t(`cause.${c.key}` as Key<'today'>)
  }
  return (
    <section className={css.card} aria-label={t('leakMeter')}>
      <div className={css.cardHead}>
        <h3>{t('leakMeter')}</h3>
        <span className="caption">{t(`holds.${scope}`)}</span>
      </div>
      <div className={css.rate}>
        <b>{leak.rate === null ? '—' : f.percent(leak.rate)}</b>
        <span className="t2">{t('leakingAmount', { amount: f.money(leak.amount) })}</span>
        {leak.previous !== null && leak.rate !== null && <Change now={leak.rate} before={leak.previous} />}
      </div>
      <LeakBar parts={parts} label={t('leakBar', { rate: leak.rate === null ? '0' : f.percent(leak.rate) })} />
      {live.length === 0 && <p className={`t2 ${css.dry}`}>{t('nothingLeaks')}</p>}
      <ul className={css.causes}>
        {live.map((c) => (
          <li key={`${c.key}${c.form}`}>
            <Drop level={c.level} />
            <span className={css.name}>
              <span className="ellipsis">{label(c)}</span>
              {several && <FormName form={c.form} />}
            </span>
            <b>{f.number(c.count)}</b>
            <span className="t2">{c.amount ? f.short(c.amount) : '—'}</span>
            <Link to={listRoute(c.form, c.filter)} className="caption">
              <span className="ac">{t('deal')}</span>
            </Link>
            <PlugButton plug={plugOf(leaks, c.form, c.key)} small />
          </li>
        ))}
      </ul>
      <MoreLeaks lines={leaks?.more ?? []} css={css} />
      <PlugIt causes={live} scope={scope} />
    </section>
  )
}

/** Of causes that several forms have: whose records they are. */
function FormName({ form }: { form: string }) {
  const f = useFormat()
  const found = useForm(form).data
  return <span className="caption ellipsis">{f.words(found?.label)}</span>
}

function Change({ now, before }: { now: number; before: number }) {
  const t = useText('today')
  const f = useFormat()
  const diff = now - before
  if (Math.abs(diff) < 0.05) return null
  return (
    <span className={`${css.change} ${diff < 0 ? 'won' : 'hot'}`}>
      {t('vsLastWeek')} {diff < 0 ? '↓' : '↑'} {f.number(Math.abs(diff), 1)}
    </span>
  )
}
