// Figures in one hairline strip, each a link to its records.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import css from './Dashboard.module.css'
import { judge, type Figure } from './dashboard'
import { Big, useValueWords } from './values'

export function FigureStrip({ figures }: { figures: Figure[] }) {
  const f = useFormat()
  return (
    <div className={css.strip}>
      {figures.map((figure) => (
        <Link
          key={figure.key}
          to={listRoute(figure.form, figure.filter)}
          className={css.figure}
          data-testid={`figure-${figure.key}`}
        >
          <span className="caption">{f.words(figure.label)}</span>
          <span className={css.big}>
            <Big value={figure.value} unit={figure.unit} />
          </span>
          <Note figure={figure} />
        </Link>
      ))}
    </div>
  )
}

/** The third line: what else these records say, and how it was before. */
function Note({ figure }: { figure: Figure }) {
  const f = useFormat()
  const say = useValueWords()
  const { beside } = figure
  const text = beside && f.words(beside.text).replace('{value}', say(beside.value, beside.unit))
  const versus = useVersus(figure)
  return (
    <span className={`caption ${css.third}`}>
      {text && <span className="t2">{text}</span>} {versus}
    </span>
  )
}

function useVersus(figure: Figure) {
  const t = useText('dashboard')
  const f = useFormat()
  const verdict = judge(figure)
  const before = figure.before ?? figure.week_ago
  if (figure.value === null) return <span>{t('noneYet')}</span>
  if (before === undefined) return null
  const relative = figure.unit === 'money' || figure.unit === 'number'
  if (before === null || (relative && before === 0)) return <span>{t('noBefore')}</span>
  const diff = figure.value - before
  const size = relative ? f.percent(Math.abs(diff / before) * 100) : f.number(Math.abs(diff), 1)
  return (
    <span className={verdict === 'good' ? 'won' : verdict === 'bad' ? 'hot' : ''}>
      {t(figure.week_ago === undefined ? 'versus' : 'versusWeek')}{' '}
      {diff === 0 ? t('same') : `${diff > 0 ? '↑' : '↓'} ${size}`}
    </span>
  )
}
