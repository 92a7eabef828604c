// Who owns a rule and how it fares; every number leads to the runs behind it.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import css from './Rules.module.css'
import type { Ended, Rule } from './rules'

export function Fares({ rule }: { rule: Rule }) {
  const t = useText('rules')
  const f = useFormat()
  const week = rule.ended['7']
  const month = rule.ended['30']
  const warm = rule.state !== 'paused' && rule.broken.length === 0
  const to = (more: string) => `/settings/rules/runs?rule=${rule.key}${more}`
  return (
    <span className={css.fares}>
      <span>{rule.owner?.title ? t('owner', { name: rule.owner.title }) : t('nobody')}</span>
      {rule.last ? (
        <>
          <Link to={to('')}>{t('last', { at: f.moment(rule.last.at) })}</Link>
          <Counted ended={week} said={t('week', { count: week.runs })} to={to} time="week" warm={warm} />
          <Counted ended={month} said={t('month', { count: month.runs })} to={to} time="month" />
          {rule.going > 0 && <span>{t('going', { count: rule.going })}</span>}
        </>
      ) : (
        rule.version > 0 && <span>{t('never')}</span>
      )}
    </span>
  )
}

type Props = { ended: Ended; said: string; to: (q: string) => string; time: string; warm?: boolean }

/** Warm once a row: where something else of it is warm, or the time is long, the number alone says it. */
function Counted({ ended, said, to, time, warm }: Props) {
  const t = useText('rules')
  return (
    <span>
      <Link to={to(`&time=${time}`)}>{said}</Link>
      {ended.failed > 0 && (
        <Link to={to(`&time=${time}&state=failed`)} className={warm ? css.failed : undefined}>
          {t('failed', { count: ended.failed })}
        </Link>
      )}
      {ended.cut > 0 && <Link to={to(`&time=${time}&state=cut`)}>{t('cut', { count: ended.cut })}</Link>}
    </span>
  )
}
