// The channels of the workspace: what each can do right now, tried out, set up.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, Menu, IconButton, Modal, SkeletonRows, type MenuEntry } from '@/ui'
import { ChannelForm } from './ChannelForm'
import css from './messages.module.css'
import { TryChannel } from './TryChannel'
import { useChannels, useRemoveChannel, type Channel } from './messages'

type Open = { what: 'form'; channel: Channel | null } | { what: 'try' | 'remove'; channel: Channel } | null

export function Channels() {
  const t = useText('messages')
  const channels = useChannels()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const items = channels.data?.items ?? []
  return (
    <section className={settings.part}>
      <div className={settings.bar}>
        <p className="t2">{t('channels.why')}</p>
        <Button look="primary" icon="plus" onClick={() => setOpen({ what: 'form', channel: null })}>
          {t('channels.add')}
        </Button>
      </div>
      {channels.isPending && <SkeletonRows count={3} />}
      {channels.isError && <ErrorState error={channels.error} retry={() => void channels.refetch()} />}
      {channels.data && items.length === 0 && <EmptyState what={t('channels.none')} why={t('channels.noneWhy')} />}
      {items.length > 0 && (
        <ul className={css.channels} aria-label={t('channels.why')}>
          {items.map((each) => (
            <Row key={each.key} channel={each} open={setOpen} />
          ))}
        </ul>
      )}
      {open?.what === 'form' && (
        <ChannelForm channel={open.channel} services={channels.data?.services ?? []} onClose={close} />
      )}
      {open?.what === 'try' && <TryChannel channel={open.channel} onClose={close} />}
      {open?.what === 'remove' && <Remove channel={open.channel} onClose={close} />}
    </section>
  )
}

const TONES = { off: 'plain', new: 'outline', works: 'won', down: 'heat3' } as const

function Row({ channel, open }: { channel: Channel; open: (what: Open) => void }) {
  const t = useText('messages')
  const c = useText('common')
  const items: MenuEntry[] = [
    { key: 'edit', label: t('channels.edit'), icon: 'pencil', onSelect: () => open({ what: 'form', channel }) },
    {
      key: 'remove',
      label: t('channels.remove'),
      icon: 'trash',
      danger: true,
      onSelect: () => open({ what: 'remove', channel }),
    },
  ]
  return (
    <li className={css.channel}>
      <div className={css.channelHead}>
        <strong className="ellipsis">{channel.label}</strong>
        {channel.service !== channel.label && <span className="caption">{channel.service}</span>}
        {channel.first && <Chip title={t('channels.firstHint')}>{t('channels.first')}</Chip>}
        <Chip tone={TONES[channel.state]}>{t(`channels.states.${channel.state}`)}</Chip>
        <span className={css.space} />
        <Button size="small" onClick={() => open({ what: 'try', channel })}>
          {t('channels.test')}
        </Button>
        {!channel.environment && (
          <Menu items={items} placement="bottomRight">
            <IconButton icon="more" size="small" label={`${c('more')} · ${channel.label}`} aria-haspopup="menu" />
          </Menu>
        )}
      </div>
      <State channel={channel} />
    </li>
  )
}

function State({ channel }: { channel: Channel }) {
  const t = useText('messages')
  const f = useFormat()
  const parts: string[] = []
  if (channel.environment) parts.push(t('channels.environment'))
  if (channel.down_since) parts.push(t('channels.since', { when: f.moment(channel.down_since) }))
  if (channel.down_since && channel.next_try) parts.push(t('channels.next', { when: f.moment(channel.next_try) }))
  if (channel.waiting > 0) {
    const since = channel.waiting_since ? t('channels.since', { when: f.moment(channel.waiting_since) }) : ''
    parts.push(`${t('channels.waiting', { count: channel.waiting })} ${since}`.trim())
  }
  if (!channel.down_since && channel.ok_at) parts.push(t('channels.okAt', { when: f.moment(channel.ok_at) }))
  return (
    <>
      {channel.error && <p className={css.error}>{channel.error}</p>}
      {parts.length > 0 && <p className="caption">{parts.join(' · ')}</p>}
    </>
  )
}

function Remove({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useText('messages')
  const c = useText('common')
  const remove = useRemoveChannel()
  const go = () =>
    remove.mutate(channel.key, {
      onSuccess: () => toast({ text: t('channels.removed', { label: channel.label }) }),
      onError: (e) => isProblem(e) && toast({ text: e.message }),
      onSettled: onClose,
    })
  return (
    <Modal
      open
      onClose={onClose}
      title={t('channels.removeAsk', { label: channel.label })}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="danger" onClick={go} loading={remove.isPending}>
            {t('channels.remove')}
          </Button>
        </>
      }
    >
      <p>{t('channels.removeWhy')}</p>
    </Modal>
  )
}
