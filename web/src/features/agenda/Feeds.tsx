// The addresses at which other programs read my calendar: made, shown once, revoked.
import { useState } from 'react'
import { copyText } from '@/core/clipboard'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input, Modal } from '@/ui'
import css from './agenda.module.css'
import { useEndFeed, useFeeds, useMakeFeed } from './agenda'

export function Feeds({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText('agenda')
  return (
    <Modal open={open} onClose={onClose} title={t('feeds.title')} width={560}>
      <p className="t2">{t('feeds.why')}</p>
      <NewFeed />
      <Held />
    </Modal>
  )
}

function NewFeed() {
  const t = useText('agenda')
  const make = useMakeFeed()
  const [name, setName] = useState('')
  if (make.data) {
    const address = make.data.link ?? `${window.location.origin}${make.data.path}`
    return (
      <div className={css.shown} role="status">
        <b>{t('feeds.once')}</b>
        <code>{address}</code>
        <Button size="small" icon="copy" onClick={() => void copyText(address).then((done) => done && make.reset())}>
          {t('feeds.copy')}
        </Button>
      </div>
    )
  }
  return (
    <form
      className={css.make}
      onSubmit={(e) => {
        e.preventDefault()
        make.mutate(name.trim())
      }}
    >
      <Field label={t('feeds.name')}>
        {(ids) => <Input {...ids} value={name} onChange={setName} placeholder={t('feeds.example')} />}
      </Field>
      <Button look="primary" type="submit" disabled={!name.trim()} loading={make.isPending}>
        {t('feeds.make')}
      </Button>
      {isProblem(make.error) && <FieldError>{make.error.errors[0]?.detail ?? make.error.message}</FieldError>}
    </form>
  )
}

function Held() {
  const t = useText('agenda')
  const f = useFormat()
  const items = useFeeds().data?.items ?? []
  const end = useEndFeed()
  return (
    <ul className={css.feeds}>
      {items.map((feed) => (
        <li key={feed.id}>
          <b className="ellipsis">{feed.name}</b>
          <span className="t3">
            {feed.used_at ? t('feeds.used', { when: f.ago(feed.used_at) }) : t('feeds.unused')}
          </span>
          <Button size="small" look="text" onClick={() => end.mutate(feed.id)}>
            {t('feeds.end')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
