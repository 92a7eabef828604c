// What a rule would do about a leak, what it would have done, and the button that switches it on.
import { Link } from 'react-router'
import { recordRoute } from '@/core/routes'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import css from './Plugs.module.css'
import { useRehearsal, useSwitch, type Plug } from './plugs'

const SHOWN = 3

export function PlugCard({ plug, onDone }: { plug: Plug; onDone: () => void }) {
  const t = useText('plugs')
  const f = useFormat()
  const phone = usePhone()
  const change = useSwitch()
  const on = plug.state === 'on'
  const rule = plug.kind === 'rule'
  return (
    <div className={css.panel}>
      {!phone && <b>{f.words(plug.label)}</b>}
      <p className="t2">{t(`says.${plug.kind}.${plug.state}`)}</p>
      {on && plug.since && <p className="caption">{t('since', { when: f.moment(plug.since) })}</p>}
      {rule && plug.may && !plug.problem && <Past plug={plug} />}
      {plug.problem && <Problem plug={plug} />}
      <div className={css.acts}>
        {rule && plug.may && (
          <Button
            look={on ? 'plain' : 'primary'}
            size="small"
            icon={on ? undefined : 'plug'}
            disabled={Boolean(plug.problem)}
            loading={change.isPending}
            onClick={() => change.mutate({ plug, on: !on }, { onSuccess: onDone })}
          >
            {t(on ? 'switchOff' : 'plug')}
          </Button>
        )}
        {plug.link && (plug.may || plug.kind === 'pool') && (
          <Link to={plug.link} className="caption">
            <span className="ac">{t(rule ? 'openRule' : 'openPool')}</span>
          </Link>
        )}
        {rule && !plug.may && <span className="caption">{t(on ? 'isOn' : 'askAdmin')}</span>}
      </div>
    </div>
  )
}

/** What it would have done: the number, and the last few records. */
function Past({ plug }: { plug: Plug }) {
  const t = useText('plugs')
  const f = useFormat()
  const past = useRehearsal(plug, true)
  if (past.isLoadingError) return null
  if (!past.data) return <p className="caption">{t('rehearsing')}</p>
  if (!past.data.possible) return null
  const records = new Map(past.data.samples.flatMap((s) => (s.record?.title ? [[s.record.id, s.record] as const] : [])))
  return (
    <div className={css.past}>
      <p>
        {t(past.data.whole ? 'past' : 'pastAtLeast', {
          count: past.data.total,
          number: f.number(past.data.total),
        })}
      </p>
      <ul>
        {[...records.values()].slice(0, SHOWN).map((r) => (
          <li key={r.id} className="ellipsis">
            <Link to={recordRoute(r.form, r.id)}>{r.title}</Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Problem({ plug }: { plug: Plug }) {
  const t = useText('plugs')
  return (
    <p className={css.problem}>
      <Icon name="info" /> {plug.problem?.detail ?? t('failed')}{' '}
      {plug.problem?.code === 'rules.no_channel' && <Link to="/settings/channels">{t('channels')}</Link>}
    </p>
  )
}
