// What somebody exported, printed or revealed lately.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import css from './Handover.module.css'
import type { Traces } from './handover'

const kindOf = (action: string) =>
  action.startsWith('export.')
    ? 'export'
    : action.includes('reveal')
      ? 'reveal'
      : action.startsWith('file.')
        ? 'file'
        : action.startsWith('app.')
          ? 'app'
          : 'print'

export function TracesNote({ traces }: { traces: Traces }) {
  const t = useText('handover')
  const f = useFormat()
  const since = f.shortDate(traces.since)
  if (traces.groups.length === 0)
    return (
      <p className={css.note}>
        <span className="t2">{t('traces.none', { since })}</span>
      </p>
    )
  return (
    <div className={`${css.note} ${css.warn}`}>
      <b className={css.line}>
        <Icon name="warn" size={14} /> {t('traces.title', { since })}
      </b>
      <ul>
        {traces.groups.map((g) => (
          <li key={`${g.action}${g.form}`}>
            {t(`traces.actions.${kindOf(g.action)}`)} {f.words(g.label)} · {t('traces.times', { count: g.times })} ·{' '}
            {t('traces.rows', { count: g.rows })} · {t('traces.last', { at: f.moment(g.last) })}
          </li>
        ))}
      </ul>
    </div>
  )
}
