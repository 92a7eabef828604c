// People side by side: what each won, holds, leaks; names and numbers open their records.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Avatar, Button } from '@/ui'
import css from './Dashboard.module.css'
import type { Ranking } from './dashboard'
import { useValueWords } from './values'

/** More than these would stretch the cards beside this one. */
const FIRST = 10

export function RankingTable({ ranking }: { ranking: Ranking }) {
  const t = useText('dashboard')
  const f = useFormat()
  const say = useValueWords()
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...ranking.rows.map((r) => Number(r.figures[0]?.value ?? 0)))
  return (
    <div className={css.tableWrap}>
      <table className={css.table}>
        <thead>
          <tr>
            <th>{t('person')}</th>
            {ranking.columns.map((c, i) => (
              <th key={c.key} className={i === 0 ? css.wide : css.num}>
                {f.words(c.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ranking.rows.slice(0, all ? undefined : FIRST).map((row, i) => {
            const name = row.by.title ? f.words(row.by.title) : t('none')
            return (
              <tr key={i}>
                <td>
                  <Link to={listRoute(row.form, row.filter)} className={css.who} title={name}>
                    <Avatar name={name} /> <span className="ellipsis">{name}</span>
                  </Link>
                </td>
                {row.figures.map((x, j) => (
                  <td key={x.key} className={j === 0 ? css.wide : css.num}>
                    <Link to={listRoute(x.form, x.filter)}>
                      {j === 0 && (
                        <span className={css.rail}>
                          <i style={{ width: `${(Number(x.value ?? 0) / most) * 100}%` }} />
                        </span>
                      )}
                      <span className={x.key === 'leak' ? heat(x.value) : undefined}>{say(x.value, x.unit)}</span>
                    </Link>
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      {!all && ranking.rows.length > FIRST && (
        <Button look="text" size="small" className={css.all} onClick={() => setAll(true)} data-testid="all-people">
          {t('allPeople', { count: ranking.rows.length })}
        </Button>
      )}
    </div>
  )
}

/** A leak rate is warm only where much leaks. */
const heat = (v: number | null): string | undefined => (v === null || v < 15 ? undefined : v >= 30 ? 'hot' : 'soon')
