// All notices by thread: filtered, read, muted.
import { useState } from 'react'
import { Link } from 'react-router'
import { useMarkRead, useThreads } from '@/core/notifications'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, Segmented, Select, SkeletonRows } from '@/ui'
import css from './messages.module.css'
import { ThreadRow } from './ThreadRow'
import { useNoticeChoices } from './messages'

const ANY = ''

export function Inbox() {
  const t = useText('messages')
  const [unread, setUnread] = useState(false)
  const [family, setFamily] = useState<string>(ANY)
  const threads = useThreads({ unread, family: family || null })
  const choices = useNoticeChoices()
  const markRead = useMarkRead()
  const items = threads.data?.pages.flatMap((p) => p.items) ?? []
  const left = threads.data?.pages[0]?.unread ?? 0
  const families = (choices.data?.families ?? []).map((f) => ({ value: f.key, label: f.label }))
  return (
    <section className={css.inbox}>
      <div className={css.bar}>
        <Segmented
          value={unread ? 'unread' : 'all'}
          onChange={(value: 'all' | 'unread') => setUnread(value === 'unread')}
          aria-label={t('inbox.title')}
          options={[
            { value: 'all', label: t('inbox.all') },
            { value: 'unread', label: left ? `${t('inbox.unread')} ${left}` : t('inbox.unread') },
          ]}
        />
        <Select
          width={180}
          value={family}
          onChange={(value) => setFamily(value ?? ANY)}
          aria-label={t('inbox.families')}
          options={[{ value: ANY, label: t('inbox.anyFamily') }, ...families]}
        />
        <span className={css.space} />
        {left > 0 && (
          <Button onClick={() => markRead.mutate(family ? { family } : { all: true })}>{t('inbox.readAll')}</Button>
        )}
        <Link to="/settings/notices">{t('inbox.how')}</Link>
      </div>
      {threads.isPending && <SkeletonRows count={6} />}
      {threads.isError && <ErrorState error={threads.error} retry={() => void threads.refetch()} />}
      {threads.data && items.length === 0 && (
        <EmptyState what={t(unread ? 'inbox.noneUnread' : 'inbox.none')} why={unread ? undefined : t('inbox.why')} />
      )}
      {items.length > 0 && (
        <ul className={css.threads} aria-label={t('inbox.title')}>
          {items.map((each) => (
            <ThreadRow key={each.thread} thread={each} />
          ))}
        </ul>
      )}
      {threads.hasNextPage && (
        <Button onClick={() => void threads.fetchNextPage()} loading={threads.isFetchingNextPage}>
          {t('inbox.older')}
        </Button>
      )}
    </section>
  )
}
