// What is looked after on pages of its own, where something of it waits or failed.
import { Link } from 'react-router'
import { useText } from '@/i18n'
import type { Summary } from './work'
import css from './Work.module.css'

export function Elsewhere({ summary }: { summary: Summary | undefined }) {
  const t = useText('work')
  if (!summary) return null
  const { deliveries, rule_runs: runs } = summary.elsewhere
  const bad = (deliveries.failed ?? 0) + (deliveries.unknown ?? 0)
  const waits = (deliveries.queued ?? 0) + (deliveries.sending ?? 0)
  const told = [
    waits > 0 && { to: '/settings/deliveries', text: t('elsewhere.sending', { count: waits }) },
    bad > 0 && { to: '/settings/deliveries', text: t('elsewhere.unsent', { count: bad }), bad: true },
    (runs.failed ?? 0) > 0 && {
      to: '/settings/rules/runs?state=failed&time=week',
      text: t('elsewhere.failedRuns', { count: runs.failed ?? 0 }),
      bad: true,
    },
  ].filter((each) => each !== false)
  return (
    <p className={css.elsewhere}>
      <span className="t2">{t('elsewhere.also')}</span>
      {told.map((each) => (
        <Link key={each.text} to={each.to} className={each.bad ? css.bad : undefined}>
          {each.text}
        </Link>
      ))}
      {!told.some((each) => each.to.includes('deliveries')) && (
        <Link to="/settings/deliveries">{t('elsewhere.deliveries')}</Link>
      )}
      {(runs.failed ?? 0) === 0 && <Link to="/settings/rules/runs">{t('elsewhere.runs')}</Link>}
    </p>
  )
}
