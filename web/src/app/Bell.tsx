// Notices and background work: a ring while something runs, a panel with progress.
import { useState } from 'react'
import { Link } from 'react-router'
import { isRunning, share, untold, useJobs } from '@/core/jobs'
import { usePhone } from '@/core/media'
import { useMarkRead, useNotices } from '@/core/notifications'
import { useText } from '@/i18n'
import { IconButton, Popover, ProgressRing } from '@/ui'
import css from './Bell.module.css'
import { JobRow } from './JobRow'
import { NoticeRow } from './NoticeRow'

const SHOWN = 15

export function Bell() {
  const [open, setOpen] = useState(false)
  const t = useText('shell')
  const phone = usePhone()
  const notices = useNotices()
  const jobs = useJobs()
  const running = jobs.data?.items.filter(isRunning) ?? []
  const unread = notices.data?.unread ?? notices.data?.items.filter((n) => !n.read).length ?? 0
  const label = running.length ? t('jobs.running', { count: running.length }) : t('notices')
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      width={360}
      label={t('notices')}
      content={<Panel close={() => setOpen(false)} />}
    >
      <span className={css.bell}>
        {running[0] && <ProgressRing share={share(running[0])} label={label} />}
        <IconButton
          icon="bell"
          {...(phone ? { iconSize: 20 } : {})}
          label={label}
          badge={unread}
          aria-haspopup="dialog"
          aria-expanded={open}
        />
      </span>
    </Popover>
  )
}

function Panel({ close }: { close: () => void }) {
  const t = useText('shell')
  const m = useText('messages')
  const jobs = useJobs()
  const notices = useNotices()
  const markRead = useMarkRead()
  const items = notices.data?.items.slice(0, SHOWN) ?? []
  const work = untold(jobs.data?.items ?? [], items).slice(0, 5)
  return (
    <div className={css.panel}>
      {work.length > 0 && (
        <section>
          <h3 className={css.head}>{t('jobs.title')}</h3>
          {work.map((job) => (
            <JobRow key={job.id} job={job} onOpen={close} />
          ))}
        </section>
      )}
      <section>
        <h3 className={css.head}>
          {t('news')}
          {items.some((n) => !n.read) && (
            <button type="button" className="link-button" onClick={() => markRead.mutate({ all: true })}>
              {t('markRead')}
            </button>
          )}
        </h3>
        {items.length === 0 && <p className="caption">{t('noticesEmpty')}</p>}
        {items.map((n) => (
          <NoticeRow key={n.id} notice={n} onOpen={close} />
        ))}
      </section>
      <footer className={css.foot}>
        <Link to="/inbox" onClick={close}>
          {m('inbox.seeAll')}
        </Link>
        <Link to="/settings/notices" onClick={close}>
          {m('inbox.how')}
        </Link>
      </footer>
    </div>
  )
}
