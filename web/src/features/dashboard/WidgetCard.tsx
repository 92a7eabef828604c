// One card of a dashboard: its title and scope, and the drawing that fits its kind.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { EmptyState } from '@/ui'
import { BarChart } from './BarChart'
import { ColumnChart, topOf } from './ColumnChart'
import css from './Dashboard.module.css'
import { columnsOf, measuresOf, type Chart, type Funnel, type Leaks, type Ranking, type Widget } from './dashboard'
import { FunnelChart } from './FunnelChart'
import { LeakFunnel } from './LeakFunnel'
import { RankingTable } from './RankingTable'
import { chartUnit } from './values'

export function WidgetCard({ widget, data }: { widget: Widget; data: unknown }) {
  const f = useFormat()
  return (
    <section
      className={css.card}
      style={{ gridColumn: `span ${widget.place.w}` }}
      aria-label={f.words(widget.label)}
      data-testid={`widget-${widget.key}`}
    >
      <header className={css.cardHead}>
        <h2>{f.words(widget.label)}</h2>
        <Scope widget={widget} data={data} />
      </header>
      <Body widget={widget} data={data} />
    </section>
  )
}

function Scope({ widget, data }: { widget: Widget; data: unknown }) {
  const t = useText('dashboard')
  const f = useFormat()
  if (widget.note) return <span className="caption">{f.words(widget.note)}</span>
  if (widget.kind === 'leaks' && data) {
    const leaks = data as Leaks
    return (
      <span className="caption">{t('leakScope', { held: f.short(leaks.held), leaking: f.short(leaks.amount) })}</span>
    )
  }
  if (widget.kind === 'funnel' && data)
    return <span className="caption">{t('cohort', { count: (data as Funnel).steps[0]?.count ?? 0 })}</span>
  if (widget.kind === 'ranking' && data)
    return <span className="caption">{t('people', { count: (data as Ranking).rows.length })}</span>
  if (widget.kind === 'chart' && data) return <ChartScope chart={data as Chart} standing={widget.chart === 'column'} />
  return null
}

/** The sum of everything, and the unit that standing columns are written in. */
function ChartScope({ chart, standing }: { chart: Chart; standing: boolean }) {
  const t = useText('dashboard')
  const f = useFormat()
  const [main = 1] = measuresOf(chart)
  const money = isMoney(chart)
  const total = chart.totals?.[0]
  const shown = standing ? columnsOf(chart) : chart
  const cut = t(chart.columns[0]?.bucket ? 'onlyLast' : 'onlyFirst', { count: shown.rows.length })
  const said = [
    total ? t('total', { amount: money ? f.short(total) : t('items', { count: total }) }) : '',
    standing ? chartUnit(topOf(shown, main), money, f.locale, t).name : '',
    shown === chart ? '' : cut,
  ]
  return <span className="caption">{said.filter(Boolean).join(t('comma'))}</span>
}

function isMoney(chart: Chart): boolean {
  const first = chart.columns[measuresOf(chart)[0] ?? 1]
  return first?.agg === 'sum' || first?.type === 'money'
}

function Body({ widget, data }: { widget: Widget; data: unknown }) {
  const t = useText('dashboard')
  if (data === null) return <p className="caption">{t('notForYou')}</p>
  if (data === undefined) return <div className={css.waiting} />
  if (widget.kind === 'leaks') return <LeakFunnel leaks={data as Leaks} />
  if (widget.kind === 'funnel') return <FunnelChart funnel={data as Funnel} />
  if (widget.kind === 'ranking') {
    const ranking = data as Ranking
    return ranking.rows.length ? <RankingTable ranking={ranking} /> : <Nothing />
  }
  const chart = data as Chart
  if (!chart.rows.length) return <Nothing />
  const money = isMoney(chart)
  return widget.chart === 'column' ? (
    <ColumnChart chart={columnsOf(chart)} money={money} />
  ) : (
    <BarChart chart={chart} money={money} />
  )
}

function Nothing() {
  const t = useText('dashboard')
  return <EmptyState what={t('empty')} why={t('emptyWhy')} />
}
