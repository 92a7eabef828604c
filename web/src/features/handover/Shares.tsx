// What each receiver would get, what speaks against it, and who would see more or less.
import type { UseQueryResult } from '@tanstack/react-query'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Avatar, Checkbox, EmptyState, ErrorState, Icon, ProgressLine, SkeletonRows } from '@/ui'
import css from './Handover.module.css'
import type { Draft, Plan, Share, Sight } from './handover'

type Props = { plan: UseQueryResult<Plan>; draft: Draft; set: (part: Partial<Draft>) => void }

export function Shares({ plan, draft, set }: Props) {
  const t = useText('handover')
  if (plan.isLoadingError) return <Refusal error={plan.error} />
  if (!plan.data) return <SkeletonRows count={3} />
  const { receivers, sight, total } = plan.data
  return (
    <>
      <ProgressLine active={plan.isFetching} />
      {total === 0 && <EmptyState what={t('nothing')} />}
      <div className={css.shares}>
        {receivers.map((share) => (
          <ShareCard key={share.person?.id ?? 'pool'} share={share} />
        ))}
      </div>
      <Against plan={plan.data} draft={draft} set={set} />
      {total > 0 && <Sights items={sight} />}
    </>
  )
}

function Refusal({ error }: { error: unknown }) {
  if (!isProblem(error) || error.status !== 422) return <ErrorState error={error} compact />
  return (
    <div className={`${css.note} ${css.bad}`} role="alert">
      {error.errors.map((e) => (
        <span key={`${e.field}${e.code}`}>{e.detail}</span>
      ))}
    </div>
  )
}

export function ShareCard({ share, children }: { share: Share; children?: React.ReactNode }) {
  const t = useText('handover')
  const f = useFormat()
  return (
    <section className={css.share}>
      <b className={css.line}>
        {share.person ? <Avatar name={share.person.title ?? ''} /> : <Icon name="pool" size={16} />}
        <span className={css.grow}>{share.person?.title ?? t('pool')}</span>
        <span className="t2">{t('records', { count: share.total })}</span>
      </b>
      <ul>
        {share.forms.map((x) => (
          <li key={x.form}>
            <span>{f.words(x.label)}</span>
            <span>
              {f.number(x.count)}
              {x.sum && x.sum.value !== 0 && <span className="t3"> · {f.money(x.sum.value)}</span>}
            </span>
            {x.samples && <span className={css.samples}>{x.samples.map((s) => s.title).join(' · ')}</span>}
          </li>
        ))}
      </ul>
      {children}
    </section>
  )
}

function Against({ plan, draft, set }: Omit<Props, 'plan'> & { plan: Plan }) {
  const t = useText('handover')
  const { rights } = useMe()
  return (
    <>
      {plan.limits.count > 0 && (
        <div className={`${css.note} ${css.bad}`}>
          <b>{t('limits')}</b>
          {plan.limits.people.map((x) => (
            <span key={x.person.id}>{t('limitOf', { name: x.person.title ?? '', count: x.count })}</span>
          ))}
          {rights.people && (
            <Checkbox checked={draft.overLimits} onChange={(overLimits) => set({ overLimits })}>
              {t('overLimits')}
            </Checkbox>
          )}
        </div>
      )}
      {plan.locked.count > 0 && (
        <div className={`${css.note} ${css.warn}`}>
          <b>{t('locked', { count: plan.locked.count })}</b>
          <Checkbox checked={draft.leaveLocked} onChange={(leaveLocked) => set({ leaveLocked })}>
            {t('leaveLocked')}
          </Checkbox>
        </div>
      )}
    </>
  )
}

function Sights({ items }: { items: Sight[] }) {
  const t = useText('handover')
  const f = useFormat()
  return (
    <div className={css.things}>
      <b>{t('sight')}</b>
      {items.length === 0 && <span className="caption">{t('sightNone')}</span>}
      {items.map((x) => (
        <div key={x.person.id} className={css.thing}>
          <div>
            {x.person.title} <span className="caption">{t(`parts.${x.part}`)}</span>
          </div>
          <div className="t2">
            {x.forms
              .map((s) => t('sees', { form: f.words(s.label), before: f.number(s.before), after: f.number(s.after) }))
              .join(' · ')}
          </div>
        </div>
      ))}
    </div>
  )
}
