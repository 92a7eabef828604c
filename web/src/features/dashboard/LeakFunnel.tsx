// The hero: the funnel of what is held, with each cause dripping out of it; every number opens its records.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { rampStep } from '@/features/kanban/KanbanBoard'
import { PlugButton } from '@/features/plugs/PlugButton'
import { plugOf, useLeaks } from '@/features/plugs/plugs'
import { useText } from '@/i18n'
import { Drop } from '@/ui'
import css from './Dashboard.module.css'
import type { Leaks } from './dashboard'

const WIDTH = 240
const NARROWEST = 0.42

export function LeakFunnel({ leaks }: { leaks: Leaks }) {
  const t = useText('dashboard')
  const f = useFormat()
  const p = useText('plugs')
  const known = useLeaks('team').data
  const n = leaks.stages.length
  const width = (i: number) => WIDTH * (1 - ((1 - NARROWEST) * i) / Math.max(1, n))
  const live = leaks.causes.filter((c) => c.count > 0)
  return (
    <div className={css.leaks}>
      <div className={css.vessel} role="list" aria-label={t('held')}>
        {leaks.stages.map((s, i) => {
          const inset = (1 - width(i + 1) / width(i)) * 50
          return (
            <Link
              key={s.key}
              role="listitem"
              to={listRoute(s.form, s.filter)}
              className={`${css.slab} ${rampStep(i, n) <= 2 ? css.ink : ''}`}
              style={{
                width: `${(width(i) / WIDTH) * 100}%`,
                background: `var(--s${rampStep(i, n)})`,
                clipPath: `polygon(0 0, 100% 0, ${100 - inset}% 100%, ${inset}% 100%)`,
              }}
            >
              <b className="ellipsis">{f.words(s.label)}</b>
              <span>
                {s.amount !== null && <span>{f.short(s.amount)}</span>}
                <span>{t('items', { count: s.count })}</span>
              </span>
            </Link>
          )
        })}
      </div>
      <ul className={css.drips}>
        {live.map((c) => (
          <li key={c.key}>
            <i className={css[`pipe${c.level}`]} aria-hidden />
            <Drop level={c.level} size={20} />
            <Link to={listRoute(c.form, c.filter)}>
              <span>{f.words(c.label)}</span>
              <span className="caption">
                {c.amount ? <span>{f.short(c.amount)}</span> : null}
                <span>{t('items', { count: c.count })}</span>
              </span>
            </Link>
            <PlugButton plug={plugOf(known, c.form, c.key)} />
          </li>
        ))}
      </ul>
      {live.length === 0 ? (
        <p className="t2">{t('tight')}</p>
      ) : (
        <p className={`caption ${css.each}`}>{p(known?.plugs.some((each) => each.plug?.may) ? 'each' : 'eachSeen')}</p>
      )}
    </div>
  )
}
