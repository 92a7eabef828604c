// One thread of the inbox: its latest notice, how many more there are, and what can be done about it.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useMarkRead, useMute, useThread, type Muted, type Notice, type Thread } from '@/core/notifications'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Chip, DateWords, IconButton, Menu, SkeletonRows, type MenuEntry } from '@/ui'
import css from './messages.module.css'

export function ThreadRow({ thread }: { thread: Thread }) {
  const t = useText('messages')
  const [open, setOpen] = useState(false)
  const many = thread.count > 1
  return (
    <li className={css.thread}>
      <div className={css.line}>
        <span className={thread.unread ? css.dot : css.noDot} />
        <NoticeLine notice={thread.latest} strong={thread.unread > 0} />
        {thread.muted && <Chip>{t('inbox.muted')}</Chip>}
        {many && (
          <Chip pressed={open} title={t(open ? 'inbox.less' : 'inbox.more')} onClick={() => setOpen(!open)}>
            {t('inbox.count', { count: thread.count })}
          </Chip>
        )}
        <span className="caption">
          <DateWords value={thread.latest.created_at} withTime />
        </span>
        <Acts thread={thread} />
      </div>
      {open && <Whole thread={thread.thread} />}
    </li>
  )
}

function Whole({ thread }: { thread: string }) {
  const all = useThread(thread)
  if (!all.data) return <SkeletonRows count={2} />
  return (
    <ul className={css.whole}>
      {all.data.items.map((n) => (
        <li key={n.id} className={css.line}>
          <span className={n.read ? css.noDot : css.dot} />
          <NoticeLine notice={n} strong={!n.read} />
          <span className="caption">
            <DateWords value={n.created_at} withTime />
          </span>
        </li>
      ))}
    </ul>
  )
}

function NoticeLine({ notice, strong }: { notice: Notice; strong: boolean }) {
  const f = useFormat()
  const markRead = useMarkRead()
  const open = () => {
    if (!notice.read) markRead.mutate({ ids: [notice.id] })
  }
  const words = (
    <>
      <span className={strong ? css.strong : undefined}>{f.words(notice.title ?? notice.kind)}</span>
      {notice.detail && <span className="caption"> {f.words(notice.detail)}</span>}
    </>
  )
  if (!notice.link) return <span className={css.words}>{words}</span>
  if (notice.link.startsWith('/api/'))
    return (
      <a className={css.words} href={notice.link} download onClick={open}>
        {words}
      </a>
    )
  return (
    <Link className={css.words} to={notice.link} onClick={open}>
      {words}
    </Link>
  )
}

function Acts({ thread }: { thread: Thread }) {
  const t = useText('messages')
  const markRead = useMarkRead()
  const mute = useMute()
  const { latest } = thread
  const off = (what: Muted) => mute.mutate({ mute: what }, { onSuccess: () => toast({ text: t('inbox.isMuted') }) })
  const again = () => {
    mute.mutate({ unmute: `record:${thread.thread}` })
    mute.mutate({ unmute: `kind:${latest.kind}` })
  }
  const record = latest.form && latest.record_id ? { form: latest.form, record: latest.record_id } : null
  const items: MenuEntry[] = []
  if (thread.unread > 0)
    items.push({
      key: 'read',
      label: t('inbox.read'),
      icon: 'check',
      onSelect: () => markRead.mutate({ thread: thread.thread }),
    })
  if (thread.muted) items.push({ key: 'again', label: t('inbox.unmute'), icon: 'bell', onSelect: again })
  else {
    if (record)
      items.push({ key: 'record', label: t('inbox.muteRecord'), icon: 'eye-off', onSelect: () => off(record) })
    if (latest.family !== 'security')
      items.push({
        key: 'kind',
        label: t('inbox.muteKind'),
        icon: 'eye-off',
        onSelect: () => off({ kind: latest.kind }),
      })
  }
  return (
    <Menu items={items} placement="bottomRight">
      <IconButton icon="more" label={t('inbox.actions')} size="small" aria-haspopup="menu" />
    </Menu>
  )
}
