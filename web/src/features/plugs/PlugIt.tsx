// The card that plugs the worst leak that nothing catches yet; after that it says so, with the way back.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Icon, Popover } from '@/ui'
import { PlugCard } from './PlugCard'
import css from './Plugs.module.css'
import { plugOf, useLeaks, useSwitch, type Plug } from './plugs'

export type Leaking = { form: string; key: string; level: number; amount: number | null; count: number }

/** The worst first: what leaks most money of what leaks for the worst reason. */
const worse = (a: Leaking, b: Leaking): number =>
  b.level - a.level || (b.amount ?? 0) - (a.amount ?? 0) || b.count - a.count

export function PlugIt({ causes, scope }: { causes: readonly Leaking[]; scope: 'mine' | 'team' }) {
  const leaks = useLeaks(scope)
  const change = useSwitch()
  const [plugged, setPlugged] = useState<string | null>(null)
  const lines = [
    ...causes.filter((c) => c.count > 0).map((c) => ({ ...c, plug: plugOf(leaks.data, c.form, c.key) })),
    ...(leaks.data?.more ?? []),
  ].sort(worse)
  const rules = lines.flatMap((l) => (l.plug?.kind === 'rule' && l.plug.may ? [l.plug] : []))
  const done = rules.find((p) => p.key === plugged && p.state === 'on')
  if (done) return <Plugged plug={done} back={() => change.mutate({ plug: done, on: false })} />
  const next = rules.find((p) => (p.state === 'off' || p.state === 'paused') && !p.problem)
  if (!next) return null
  const plug = () => change.mutate({ plug: next, on: true }, { onSuccess: () => setPlugged(next.key) })
  return <Offer key={next.key} plug={next} loading={change.isPending} onPlug={plug} />
}

function Offer({ plug, loading, onPlug }: { plug: Plug; loading: boolean; onPlug: () => void }) {
  const t = useText('plugs')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  return (
    <section className={css.card} aria-label={t('plugIt')} data-testid="plug-it">
      <p>
        <b>{t('plugIt')}</b> {t('offer', { rule: f.words(plug.label) })}
      </p>
      <div className={css.acts}>
        <Button look="accent" size="small" icon="plug" loading={loading} onClick={onPlug}>
          {t('plug')}
        </Button>
        <Popover
          open={open}
          onOpenChange={setOpen}
          label={f.words(plug.label)}
          width={320}
          placement="topRight"
          content={<PlugCard plug={plug} onDone={() => setOpen(false)} />}
        >
          <button type="button" className="link-button">
            {t('rehearse')}
          </button>
        </Popover>
      </div>
    </section>
  )
}

function Plugged({ plug, back }: { plug: Plug; back: () => void }) {
  const t = useText('plugs')
  const f = useFormat()
  return (
    <section className={css.card} aria-label={t('plugIt')} data-testid="plugged" aria-live="polite">
      <p>
        <Icon name="check" /> <b>{t('plugged')}</b> {t('pluggedSays', { rule: f.words(plug.label) })}
      </p>
      <div className={css.acts}>
        <button type="button" className="link-button" onClick={back}>
          {t('undo')}
        </button>
      </div>
    </section>
  )
}
