// Figures in one hairline strip, each a link to its records.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import css from './Dashboard.module.css'
import { judge, type Figure } from './dashboard'
import { Big } from './values'

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
          <Versus figure={figure} />
        </Link>
      ))}
    </div>
  )
}

function Versus({ figure }: { figure: Figure }) {
  const t = useText('dashboard')
  const f = useFormat()
  const verdict = judge(figure)
  if (figure.before == null || figure.value == null) return <span className="caption">&nbsp;</span>
  const diff = figure.value - figure.before
  const relative = figure.unit === 'money' || figure.unit === 'number'
  if (relative && figure.before === 0) return <span className="caption">{t('noBefore')}</span>
  const size = relative ? f.percent(Math.abs(diff / figure.before) * 100) : f.number(Math.abs(diff), 1)
  return (
    <span className={`caption ${verdict === 'good' ? 'won' : verdict === 'bad' ? 'hot' : ''}`}>
      {t('versus')} {diff === 0 ? t('same') : `${diff > 0 ? '↑' : '↓'} ${size}`}
    </span>
  )
}
