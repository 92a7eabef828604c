// Bars lying down: one per group, direct labels, every bar a link to its records.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import css from './Dashboard.module.css'
import { measuresOf, type Chart, type Titled } from './dashboard'
import { groupName } from './values'

export function BarChart({ chart, money }: { chart: Chart; money: boolean }) {
  const t = useText('dashboard')
  const f = useFormat()
  const [main = 1, count] = measuresOf(chart)
  const most = Math.max(1, ...chart.rows.map((r) => Number(r[main] ?? 0)))
  return (
    <ul className={css.bars}>
      {chart.rows.map((row, i) => {
        const value = Number(row[main] ?? 0)
        const name = groupName(row[0] as Titled, chart, f, t('none'))
        const link = chart.links[i]
        return (
          <li key={i}>
            <Link to={listRoute(link?.form ?? chart.form, link?.filter ?? null)} title={`${name} ${money ? f.money(value) : f.number(value)}`}>
              <span className="ellipsis">{name}</span>
              <span className={css.rail}>
                <i style={{ width: `${(value / most) * 100}%` }} />
              </span>
              <b>{money ? f.short(value) : f.number(value)}</b>
              <span className="caption">{count !== undefined ? t('items', { count: f.number(Number(row[count] ?? 0)) }) : ''}</span>
            </Link>
          </li>
        )
      })}
      {chart.more && <li className="caption">{t('onlyFirst', { count: chart.rows.length })}</li>}
    </ul>
  )
}
