// Standing columns over time: bars start at zero, at most four grid lines, values on top, each a link.
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import css from './Dashboard.module.css'
import { measuresOf, type Chart, type Titled } from './dashboard'
import { chartUnit, groupName } from './values'

export function ColumnChart({ chart, money }: { chart: Chart; money: boolean }) {
  const t = useText('dashboard')
  const f = useFormat()
  const [main = 1] = measuresOf(chart)
  const top = topOf(chart, main)
  const unit = chartUnit(top, money, f.locale, t)
  const now = nowIn(chart, f.today())
  const [plot, pitch] = usePitch(chart.rows.length)
  const years = new Set(chart.rows.map((r) => String((r[0] as Titled).value ?? '').slice(0, 4))).size > 1
  const short = (v: number, digits = 1) => f.number(v / unit.size, v / unit.size >= 100 ? 0 : digits)
  const names = chart.rows.map((r) => groupName(r[0] as Titled, chart, f, t('none'), years))
  const every = Math.max(1, Math.ceil((widest(names) + 6) / pitch))
  const values = (digits: number) => chart.rows.map((r) => (r[main] ? short(Number(r[main]), digits) : ''))
  // Values on top as exact as there is room for, and none where they would run into each other.
  const tops = (top < unit.size * 20 ? [values(1)] : [values(1), values(0)]).find((all) => widest(all) <= pitch)
  return (
    <div className={css.columns}>
      <div className={css.plot} ref={plot}>
        {[1, 0.75, 0.5, 0.25].map((line) => (
          <i key={line} className={css.grid} style={{ bottom: `${line * 100}%` }}>
            <span className="caption">{short(top * line)}</span>
          </i>
        ))}
        {chart.rows.map((row, i) => {
          const value = Number(row[main] ?? 0)
          const link = chart.links[i]
          return (
            <Link
              key={i}
              className={css.col}
              to={listRoute(link?.form ?? chart.form, link?.filter ?? null)}
              title={`${names[i]} ${money ? f.money(value) : f.number(value)}`}
            >
              <span className={css.top}>{tops?.[i]}</span>
              {value > 0 && <i style={{ height: `${(value / top) * 100}%` }} className={i === now ? css.now : ''} />}
              <span className={`caption ${i === now ? css.current : ''} ${css.foot}`}>
                {i % every === 0 ? names[i] : ''}
              </span>
            </Link>
          )
        })}
      </div>
    </div>
  )
}

/** How far apart the columns stand, in pixels; measured, for a card is as wide as its page lets it be. */
function usePitch(count: number): [(node: HTMLElement | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(260)
  const ref = useCallback((node: HTMLElement | null) => {
    if (!node || typeof ResizeObserver === 'undefined') return undefined
    const seen = new ResizeObserver(() => setWidth(node.clientWidth))
    seen.observe(node)
    return () => seen.disconnect()
  }, [])
  return [ref, width / Math.max(1, count)]
}

/** About how wide the widest of these is at 12 px: a Chinese character is 12, anything else at most 7.5. */
const widest = (all: string[]): number =>
  Math.max(0, ...all.map((s) => [...s].reduce((w, c) => w + (c > '\u2e7f' ? 12 : 7.5), 0)))

/** Where the axis ends. */
export const topOf = (chart: Chart, main: number): number =>
  niceTop(Math.max(0, ...chart.rows.map((r) => Number(r[main] ?? 0))))

/** A round number at or above the largest value. */
export function niceTop(most: number): number {
  if (most <= 0) return 1
  const size = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 5, 8, 10].find((k) => k * size >= most) ?? 10) * size
}

/** The column of the running month or other bucket: deeper than the rest. -1 where it does not stand. */
function nowIn(chart: Chart, today: string): number {
  const bucket = chart.columns[0]?.bucket
  const length = { year: 4, month: 7, day: 10 }[bucket ?? '']
  return length === undefined ? -1 : chart.rows.findIndex((r) => (r[0] as Titled).value === today.slice(0, length))
}
