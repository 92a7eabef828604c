// The conversion funnel: how many reached each stage, how many went on, and how long that took.
import { Fragment } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { rampStep } from '@/features/kanban/KanbanBoard'
import css from './Dashboard.module.css'
import type { Funnel } from './dashboard'

export function FunnelChart({ funnel }: { funnel: Funnel }) {
  const t = useText('dashboard')
  const f = useFormat()
  const { steps } = funnel
  const most = Math.max(1, ...steps.map((s) => s.count))
  const worst = steps.reduce(
    (low, s, i) => (s.rate !== null && i > 0 && s.rate < (steps[low]?.rate ?? 101) ? i : low),
    -1,
  )
  return (
    <ul className={css.funnel}>
      {steps.map((step, i) => {
        const won = step.type === 'won'
        const colour = won ? 'var(--won)' : `var(--s${rampStep(i, Math.max(2, steps.length - 1))})`
        return (
          <Fragment key={step.stage}>
            {i > 0 && (
              <li className={css.pass}>
                <span className={i === worst ? css.worst : 't2'}>
                  {step.rate === null ? '—' : t('goOn', { rate: f.percent(step.rate, 0) })}
                </span>
                {step.days !== null && <span className="caption">{t('median', { days: f.number(step.days, 0) })}</span>}
              </li>
            )}
            <li>
              <Link to={listRoute(step.form ?? funnel.form, step.filter ?? null)}>
                <span className="ellipsis">{f.words(step.label)}</span>
                <span className={css.rail}>
                  <i style={{ width: `${(step.count / most) * 100}%`, background: colour }} />
                  <b>{f.number(step.count)}</b>
                </span>
              </Link>
            </li>
          </Fragment>
        )
      })}
    </ul>
  )
}
