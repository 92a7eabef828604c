// One piece of work: what, why it is here, how much, how late, and three things to do about it.
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { stageOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useMedia } from '@/core/media'
import { useLooking } from '@/core/session'
import { useText } from '@/i18n'
import { HandOn } from '@/features/agenda/HandOn'
import { Composer } from '@/features/log/Composer'
import { RepeatWords, Steps, StepsToggle } from '@/features/tasks/Checklist'
import { ActionSheet, Icon, IconButton, isIconName, Menu, Money, Person, StageName, type SheetRow } from '@/ui'
import { useFinish } from './finish'
import { useHolding } from './holding'
import { useReason } from './reason'
import { Reschedule } from './Reschedule'
import { Swipe, type SwipeAct } from './Swipe'
import { ICON, type TodayItem } from './today'
import css from './Today.module.css'
import { When } from './When'

const QUIET = new Set<TodayItem['actions'][number]>(['open', 'call'])

export function WorkRow({ item: whole }: { item: TodayItem }) {
  const looking = useLooking()
  // Whoever looks as somebody else opens and calls, and does nothing else.
  const item = looking ? { ...whole, actions: whole.actions.filter((each) => QUIET.has(each)) } : whole
  const [open, setOpen] = useState<Opened | null>(null)
  useHolding(item.key, open !== null)
  const narrow = useMedia('(max-width: 767px)')
  const toggle = (what: Opened) => setOpen((now) => (now === what ? null : what))
  const Line = narrow ? PhoneLine : DeskLine
  return (
    <li className={open && open !== 'hand' ? css.opened : undefined} data-testid={`today-${item.key}`}>
      <Line item={item} open={open} toggle={toggle} />
      {open === 'log' && (
        <div className={css.inside}>
          <Composer
            about={{ form: item.form, id: item.id, title: item.title }}
            autoFocus
            onLogged={() => setOpen(null)}
          />
        </div>
      )}
      {open === 'reschedule' && (
        <div className={css.inside}>
          <Reschedule item={item} onDone={() => setOpen(null)} />
        </div>
      )}
      {open === 'steps' && (
        <div className={css.inside}>
          <Steps form={item.form} id={item.id} />
        </div>
      )}
      <HandOn form={item.form} id={item.id} open={open === 'hand'} onClose={() => setOpen(null)} />
    </li>
  )
}

type Opened = 'log' | 'reschedule' | 'hand' | 'steps'
type LineProps = { item: TodayItem; open: Opened | null; toggle: (what: Opened) => void }

function DeskLine({ item, open, toggle }: LineProps) {
  const icon = ICON[item.kind] ?? item.kind
  return (
    <div className={item.owner ? `${css.row} ${css.owned}` : css.row}>
      <span className={css.kind}>
        <Icon name={isIconName(icon) ? icon : 'follow'} />
      </span>
      <What item={item} open={open} toggle={toggle} />
      {item.owner && (
        <span className={css.owner}>
          <Person name={item.owner.title ?? '—'} />
        </span>
      )}
      <span className={css.money}>
        <Money value={item.amount} />
      </span>
      <span className={css.where}>
        <Where item={item} />
      </span>
      <span className={css.heat}>
        <When item={item} />
      </span>
      <Acts item={item} open={open} toggle={toggle} />
    </div>
  )
}

function PhoneLine({ item, open, toggle }: LineProps) {
  const t = useText('today')
  const finish = useFinish(item)
  const can = (a: TodayItem['actions'][number]) => item.actions.includes(a)
  const acts: SwipeAct[] = [
    ...(can('call') && item.phone
      ? [{ key: 'call', label: t('callShort'), icon: 'phone' as const, href: `tel:${item.phone}` }]
      : []),
    ...(can('done') ? [{ key: 'done', label: t('finish'), icon: 'check' as const, onSelect: finish }] : []),
    ...(can('reschedule')
      ? [{ key: 'r', label: t('reschedule'), icon: 'calendar' as const, onSelect: () => toggle('reschedule') }]
      : []),
  ]
  return (
    <Swipe acts={acts} onRight={can('done') ? finish : can('log') ? () => toggle('log') : undefined}>
      <div className={css.phoneRow}>
        <What item={item} open={open} toggle={toggle} />
        <span className={css.heat}>
          <When item={item} />
        </span>
        <PhoneMenu item={item} acts={acts} open={open} toggle={toggle} />
      </div>
    </Swipe>
  )
}

/** The same actions without swiping, for those who cannot or do not know. */
function PhoneMenu({ item, acts, toggle }: LineProps & { acts: SwipeAct[] }) {
  const t = useText('today')
  const c = useText('common')
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const rows: SheetRow[] = [
    ...acts.map((a) => ({
      key: a.key,
      label: a.label,
      icon: a.icon,
      onSelect: () => (a.href ? window.location.assign(a.href) : a.onSelect?.()),
    })),
    ...(item.actions.includes('log')
      ? [{ key: 'log', label: t('logHere'), icon: 'pencil' as const, onSelect: () => toggle('log') }]
      : []),
    ...(item.actions.includes('hand')
      ? [{ key: 'hand', label: t('hand'), icon: 'swap' as const, onSelect: () => toggle('hand') }]
      : []),
    {
      key: 'open',
      label: t('openRecord'),
      icon: 'right' as const,
      onSelect: () => void navigate(`/f/${item.form}/${item.id}`),
    },
  ]
  return (
    <>
      <IconButton icon="more" label={c('more')} onClick={() => setOpen(true)} />
      <ActionSheet open={open} onClose={() => setOpen(false)} title={item.title} rows={rows} />
    </>
  )
}

function What({ item, open, toggle }: LineProps) {
  const reason = useReason(item)
  return (
    <div className={css.what}>
      <div className={css.headline}>
        <span className="ellipsis">
          <Link to={`/f/${item.form}/${item.id}`} className={css.title}>
            {item.title}
          </Link>
          {item.subtitle && <span className={`t2 ${css.sub}`}>{item.subtitle}</span>}
        </span>
        {item.kind === 'task' && (
          <StepsToggle
            form={item.form}
            progress={item.progress}
            open={open === 'steps'}
            onToggle={() => toggle('steps')}
          />
        )}
      </div>
      {(reason || item.owner || item.repeat) && (
        <div className={`caption ellipsis ${item.meets ? css.meets : ''}`}>
          {item.owner?.title && <span className={css.ownerShort}>{item.owner.title} · </span>}
          {reason}
          {reason && item.repeat && ' · '}
          <RepeatWords form={item.form} repeat={item.repeat} />
        </div>
      )}
    </div>
  )
}

function Where({ item }: { item: TodayItem }) {
  const form = useForm(item.form).data
  const f = useFormat()
  const stage = form && stageOf(form, item.stage)
  if (stage) return <StageName stage={stage} name={f.words(stage.label)} />
  return <span className="t3 ellipsis">{form ? f.words(form.label) : ''}</span>
}

function Acts({ item, toggle }: LineProps) {
  const t = useText('today')
  const c = useText('common')
  const finish = useFinish(item)
  const can = (a: TodayItem['actions'][number]) => item.actions.includes(a)
  return (
    <span className={css.acts}>
      {can('call') && item.phone && (
        <IconButton icon="phone" size="small" label={t('call', { phone: item.phone })} href={`tel:${item.phone}`} />
      )}
      {can('done') && <IconButton icon="check" size="small" label={t('finish')} onClick={finish} />}
      {can('log') && <IconButton icon="pencil" size="small" label={t('logHere')} onClick={() => toggle('log')} />}
      {can('reschedule') && (
        <IconButton icon="calendar" size="small" label={t('reschedule')} onClick={() => toggle('reschedule')} />
      )}
      <Menu
        placement="bottomRight"
        items={[
          ...(can('hand')
            ? [{ key: 'h', label: t('hand'), icon: 'swap' as const, onSelect: () => toggle('hand') }]
            : []),
          {
            key: 'o',
            label: <Link to={`/f/${item.form}/${item.id}`}>{t('openRecord')}</Link>,
            icon: 'right' as const,
            onSelect: () => undefined,
          },
        ]}
      >
        <IconButton icon="more" size="small" label={c('more')} />
      </Menu>
    </span>
  )
}
