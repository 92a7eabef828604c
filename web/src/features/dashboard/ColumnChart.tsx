// Standing columns over time: bars start at zero, at most four grid lines, values on top, each a link.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import css from './Dashboard.module.css'
import { measuresOf, type Chart, type Titled } from './dashboard'
import { groupName } from './values'

export function ColumnChart({ chart, money }: { chart: Chart; money: boolean }) {
  const t = useText('dashboard')
  const f = useFormat()
  const [main = 1] = measuresOf(chart)
  const top = niceTop(Math.max(0, ...chart.rows.map((r) => Number(r[main] ?? 0))))
  const unit = unitOf(top, money, f.locale, t)
  const short = (v: number) => f.number(v / unit.size, v / unit.size >= 100 ? 0 : 1)
  return (
    <div className={css.columns}>
      {unit.name && <span className={`caption ${css.unit}`}>{unit.name}</span>}
      <div className={css.plot}>
        {[1, 0.75, 0.5, 0.25].map((line) => (
          <i key={line} className={css.grid} style={{ bottom: `${line * 100}%` }}>
            <span className="caption">{short(top * line)}</span>
          </i>
        ))}
        {chart.rows.map((row, i) => {
          const value = Number(row[main] ?? 0)
          const name = groupName(row[0] as Titled, chart, f, t('none'))
          const link = chart.links[i]
          return (
            <Link
              key={i}
              className={css.col}
              to={listRoute(link?.form ?? chart.form, link?.filter ?? null)}
              title={`${name} ${money ? f.money(value) : f.number(value)}`}
            >
              <span className={css.top}>{value ? short(value) : ''}</span>
              <i style={{ height: `${(value / top) * 100}%` }} className={i === chart.rows.length - 1 ? css.now : ''} />
              <span className={`caption ellipsis ${css.foot}`}>{name}</span>
            </Link>
          )
        })}
      </div>
    </div>
  )
}

/** A round number at or above the largest value. */
export function niceTop(most: number): number {
  if (most <= 0) return 1
  const size = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 5, 8, 10].find((k) => k * size >= most) ?? 10) * size
}

/** One unit for the whole chart. */
function unitOf(
  top: number,
  money: boolean,
  locale: string,
  t: (key: 'yi' | 'wan' | 'yuan') => string,
): { size: number; name: string } {
  if (!money) return { size: 1, name: '' }
  if (locale === 'zh-CN')
    return top >= 1e8
      ? { size: 1e8, name: t('yi') }
      : top >= 1e4
        ? { size: 1e4, name: t('wan') }
        : { size: 1, name: t('yuan') }
  return top >= 1e6 ? { size: 1e6, name: 'M' } : top >= 1e3 ? { size: 1e3, name: 'K' } : { size: 1, name: '' }
}
