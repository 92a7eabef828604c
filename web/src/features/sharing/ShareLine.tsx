// One of those a record is open to: who, as what, how far, until when, and taking it back.
import { useFormat } from '@/core/format'
import { lastMoment } from '@/core/format/days'
import { isProblem } from '@/core/problem'
import { useLooking, useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Avatar, Icon, IconButton, Select } from '@/ui'
import { isMine, openingOf, useOpen, useTakeBack, type Level, type Share } from './sharing'
import css from './Sharing.module.css'

type Props = { form: Form; row: Row; share: Share; may: boolean }

export function ShareLine({ form, row, share, may }: Props) {
  const t = useText('sharing')
  const me = useMe()
  const looking = useLooking()
  const open = useOpen(form.key, row.id)
  const back = useTakeBack(form.key, row.id)
  const mine = isMine(share, me.person.id)
  const gave = share.by?.id === me.person.id
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const take = () =>
    back.mutate(share.id, {
      onSuccess: () =>
        toast({
          text: mine ? t('left') : t('taken', { name: share.to.title }),
          ...(may && !mine ? { undo: () => open.mutate(openingOf(share), { onError: failed }) } : {}),
        }),
      onError: failed,
    })
  const change = (level: Level | null) => level && open.mutate(openingOf(share, { level }), { onError: failed })
  return (
    <li className={css.line}>
      {share.to.kind === 'person' ? (
        <Avatar name={share.to.title} size={28} />
      ) : (
        <span className={css.group}>
          <Icon name={share.to.kind === 'role' ? 'key' : 'people'} size={14} />
        </span>
      )}
      <span className={css.who}>
        <span className="ellipsis">
          {share.to.title}
          {share.duty && <span className="t3"> · {share.duty}</span>}
        </span>
        <Small share={share} />
      </span>
      {may ? (
        <span className={css.level}>
          <Select<Level>
            size="small"
            width={84}
            value={share.level}
            onChange={change}
            aria-label={t('mayOf', { name: share.to.title })}
            options={[
              { value: 'read', label: t('level.read') },
              { value: 'write', label: t('level.write') },
            ]}
          />
        </span>
      ) : (
        <span className="caption">{t(`level.${share.level}`)}</span>
      )}
      {(may || mine || gave) && !looking && (
        <IconButton
          icon={mine && !may ? 'exit' : 'close'}
          size="small"
          label={mine ? t('leave') : t('takeBack', { name: share.to.title })}
          disabled={back.isPending}
          onClick={take}
        />
      )}
    </li>
  )
}

/** Until when and by whom; and that it does not help them, where it does not. */
function Small({ share }: { share: Share }) {
  const t = useText('sharing')
  const f = useFormat()
  // It ends when the day is over: told is the last day itself.
  const last = share.until && f.date(lastMoment(share.until))
  const told = [
    share.to.kind === 'person' ? '' : t(`subject.${share.to.kind}`),
    last ? t('untilDay', { day: last }) : t('forGood'),
    share.by?.title ? t('by', { name: share.by.title }) : '',
  ].filter(Boolean)
  return (
    <>
      <span className="caption">{told.join(' · ')}</span>
      {share.sees === false && (
        <span className={css.blind}>
          <Icon name="eye-off" size={12} /> {t(share.kind === 'team' ? 'cannotSeeTeam' : 'cannotSee')}
        </span>
      )}
    </>
  )
}
