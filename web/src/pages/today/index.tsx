// Today: the work that waits for me, in order, dealt with where it stands.
import { useState } from 'react'
import { Link } from 'react-router'
import { may, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { listRoute } from '@/core/routes'
import { useMayLog } from '@/features/log/log'
import { PageHead } from '@/features/page/PageHead'
import { PlugIt } from '@/features/plugs/PlugIt'
import type { Waiting } from '@/features/pools/pools'
import { WaitingGroup } from '@/features/pools/WaitingGroup'
import { Holding } from '@/features/today/holding'
import { LeakMeter } from '@/features/today/LeakMeter'
import { QuickLog } from '@/features/today/QuickLog'
import { only, useToday, type GroupLink, type Scope, type Today, type TodayGroup } from '@/features/today/today'
import css from '@/features/today/Today.module.css'
import { WorkRow } from '@/features/today/WorkRow'
import { useText, type Key } from '@/i18n'
import { Chooser, EmptyState, ErrorState, LeakBar, ProgressLine, SkeletonRows } from '@/ui'

export default function TodayPage() {
  const logs = useMayLog()
  const today = useToday()
  const phone = usePhone()
  const [kind, setKind] = useState('all')
  if (today.isLoadingError) return <ErrorState error={today.error} retry={() => void today.refetch()} />
  const data = today.data
  const meter = data && holds(data)
  const rail = !phone && (logs || !data || meter)
  return (
    <div className={css.page}>
      <ProgressLine active={today.isFetching && Boolean(data)} />
      <Head data={data} kind={kind} setKind={setKind} setScope={today.setScope} />
      <div className={phone || rail ? css.body : `${css.body} ${css.alone}`}>
        {phone && data && meter && <PhoneFigures data={data} />}
        <div className={css.work}>
          {data ? (
            <Holding groups={data.groups}>
              {(groups) => (
                <Groups
                  groups={only(groups, kind)}
                  waiting={waitingOf(data, kind)}
                  scope={data.scope}
                  filtered={kind !== 'all'}
                />
              )}
            </Holding>
          ) : (
            <SkeletonRows count={9} height="51px" />
          )}
          {phone && data && meter && <PlugIt causes={data.leak.causes} scope={data.scope} />}
        </div>
        {rail && (
          <aside className={css.rail}>
            {logs && (
              <div className={css.card}>
                <QuickLog />
              </div>
            )}
            {data && meter && <LeakMeter leak={data.leak} scope={data.scope} />}
          </aside>
        )}
      </div>
    </div>
  )
}

/** Whoever holds nothing that can leak needs no meter. */
const holds = ({ leak }: Today): boolean => leak.rate !== null || leak.causes.length > 0

type HeadProps = {
  data: Today | undefined
  kind: string
  setKind: (kind: string) => void
  setScope: (scope: Scope) => void
}

function Head({ data, kind, setKind, setScope }: HeadProps) {
  const t = useText('today')
  const f = useFormat()
  const phone = usePhone()
  const counts = data?.counts
  const kinds = counts
    ? ['all', ...Object.keys(counts).filter((k) => k !== 'all' && k !== 'leaking' && counts[k]! > 0)]
    : ['all']
  const note = data && (
    <>
      {f.longDay(data.date)} <span className={css.gap}>{t('toDo', { count: data.counts.all })}</span>
      {data.counts.leaking > 0 && <b className="hot">{t('leaking', { count: data.counts.leaking })}</b>}
    </>
  )
  const far = data !== undefined && data.scopes.length > 1
  const chooser = (far || kinds.length > 2) && (
    <div className={`${css.kinds} ${css.scopes}`}>
      {far && (
        <Chooser
          label={t('scopes')}
          value={data.scope}
          onChange={setScope}
          options={data.scopes.map((s) => ({ value: s, label: t(`scope.${s}`) }))}
        />
      )}
      {kinds.length > 2 && (
        <Chooser
          label={t('kinds')}
          value={kind}
          onChange={setKind}
          options={kinds.map((k) => ({
            value: k,
            label: `${t(`kind.${k}` as Key<'today'>)} ${counts?.[k] === undefined ? '' : f.number(counts[k])}`,
          }))}
        />
      )}
    </div>
  )
  return <PageHead title={t('title')} note={note} {...(phone ? { below: chooser } : { actions: chooser })} />
}

/** What waits to be taken stands below all that is one's own. */
const waitingOf = (data: Today, kind: string): Waiting[] =>
  kind === 'all' || kind === 'claim' ? (data.claim ?? []) : []

type GroupsProps = { groups: TodayGroup[]; waiting: Waiting[]; scope: Scope; filtered: boolean }

function Groups({ groups, waiting, scope, filtered }: GroupsProps) {
  const t = useText('today')
  const form = useForm('opportunity').data
  // Who only reads deals, or those of one stage, has none to plan.
  const deals = form && may(form, 'change')
  if (!groups.some((g) => g.items.length) && waiting.length === 0)
    return (
      <EmptyState
        what={filtered ? t('noneOfKind') : t(scope === 'team' ? 'emptyTeam' : 'empty')}
        why={t(deals ? 'emptyWhy' : 'emptyOther')}
        link={deals && <Link to="/f/opportunity">{t('seeOpen')}</Link>}
      />
    )
  return (
    <>
      {groups
        .filter((g) => g.items.length > 0)
        .map((group) => (
          <Group key={group.key} group={group} />
        ))}
      <WaitingGroup pools={waiting} />
    </>
  )
}

const SHOWN = 12

function Group({ group }: { group: TodayGroup }) {
  const t = useText('today')
  const f = useFormat()
  const [all, setAll] = useState(false)
  const items = all ? group.items : group.items.slice(0, SHOWN)
  const rest = group.count - items.length
  const here = group.items.length - items.length
  return (
    <section aria-label={t(`group.${group.key}` as Key<'today'>)}>
      <div className={css.group}>
        <b className={group.key === 'leaked' ? 'hot' : undefined}>{t(`group.${group.key}` as Key<'today'>)}</b>
        <span className="t3">{f.number(group.count)}</span>
        <span className={`caption ${css.end}`}>
          {group.key === 'leaked' && group.amount
            ? t('affected', { amount: f.money(group.amount) })
            : t(`order.${group.key}` as Key<'today'>)}
        </span>
      </div>
      <ul className={css.list}>
        {items.map((item) => (
          <WorkRow key={item.key} item={item} />
        ))}
      </ul>
      {rest > 0 && (
        <p className={css.more}>
          {t('rest', { count: rest })}{' '}
          {here > 0 ? (
            <button type="button" className="link-button" onClick={() => setAll(true)}>
              {t('expand')}
            </button>
          ) : (
            t('later')
          )}
          {group.count > group.items.length &&
            (group.links ?? []).map((link) => <InList key={`${link.form}${link.kind}`} link={link} />)}
        </p>
      )}
    </section>
  )
}

/** All records of a kind in the ordinary list, whose total is the number said here. */
function InList({ link }: { link: GroupLink }) {
  const t = useText('today')
  const f = useFormat()
  const form = useForm(link.form).data
  const kind = t(`kind.${link.kind}` as Key<'today'>)
  return (
    <Link className={css.inList} to={listRoute(link.form, link.filter)}>
      {t('inList', { kind, form: f.words(form?.plural ?? form?.label), number: f.number(link.count) })}
    </Link>
  )
}

function PhoneFigures({ data }: { data: Today }) {
  const t = useText('today')
  const f = useFormat()
  const { leak } = data
  const parts = [
    { level: 0 as const, share: Math.max(0, leak.held - leak.amount) },
    ...leak.causes.map((c) => ({ level: c.level, share: c.amount ?? 0 })),
  ]
  return (
    <section className={css.card} aria-label={t('leakMeter')}>
      <div className={css.cardHead}>
        <span className="caption">{t('leakRate')}</span>
        <span className="caption">{t('held', { amount: f.short(leak.held) })}</span>
      </div>
      <div className={css.rate}>
        <b>{leak.rate === null ? '—' : f.percent(leak.rate)}</b>
        <span className="t2">{t('leakingAmount', { amount: f.short(leak.amount) })}</span>
      </div>
      <LeakBar parts={parts} label={t('leakMeter')} />
    </section>
  )
}
