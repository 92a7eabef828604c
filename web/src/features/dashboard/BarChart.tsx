// Bars lying down: one per group, direct labels, every bar a link to its records.
import { Link } from 'react-router'
import { stagesOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { rampStep } from '@/features/kanban/KanbanBoard'
import type { Form } from '@/core/types'
import css from './Dashboard.module.css'
import { measuresOf, type Chart, type Titled } from './dashboard'
import { groupName } from './values'

export function BarChart({ chart, money }: { chart: Chart; money: boolean }) {
  const t = useText('dashboard')
  const f = useFormat()
  const form = useForm(chart.form).data
  const [main = 1, second] = measuresOf(chart)
  const beside = (value: number) =>
    chart.columns[second ?? 0]?.agg === 'count' ? t('items', { count: value }) : f.short(value)
  const most = Math.max(1, ...chart.rows.map((r) => Number(r[main] ?? 0)))
  return (
    <ul className={css.bars}>
      {inOrder(chart, form).map(({ row, link, colour }, i) => {
        const value = Number(row[main] ?? 0)
        const name = groupName(row[0] as Titled, chart, f, t('none'))
        return (
          <li key={i}>
            <Link
              to={listRoute(link?.form ?? chart.form, link?.filter ?? null)}
              title={`${name} ${money ? f.money(value) : f.number(value)}`}
            >
              <span className="ellipsis">{name}</span>
              <span className={css.rail}>
                <i style={{ width: `${(value / most) * 100}%`, ...(colour ? { background: colour } : {}) }} />
              </span>
              <b>{money ? f.short(value) : f.number(value)}</b>
              <span className="caption">{second !== undefined ? beside(Number(row[second] ?? 0)) : ''}</span>
            </Link>
          </li>
        )
      })}
      {chart.more && <li className="caption">{t('onlyFirst', { count: chart.rows.length })}</li>}
    </ul>
  )
}

type Bar = { row: Chart['rows'][number]; link: Chart['links'][number] | undefined; colour?: string }

/** Bars as they came; stages in the order of the pipeline and on its ramp. */
function inOrder(chart: Chart, form: Form | undefined): Bar[] {
  const bars = chart.rows.map((row, i) => ({ row, link: chart.links[i] }))
  if (!form || chart.columns[0]?.field !== 'stage') return bars
  const stages = stagesOf(form)
  const open = stages.filter((s) => s.type === 'open')
  const place = (bar: Bar) => stages.findIndex((s) => s.key === (bar.row[0] as Titled).value)
  return bars
    .sort((a, b) => place(a) - place(b))
    .map((bar) => ({
      ...bar,
      colour: colourOf(
        stages[place(bar)]?.type,
        open.findIndex((s) => s === stages[place(bar)]),
        open.length,
      ),
    }))
}

const colourOf = (type: string | undefined, step: number, steps: number): string =>
  type === 'won' ? 'var(--won)' : type === 'open' ? `var(--s${rampStep(step, steps)})` : 'var(--lost)'
