// One notice: what, when, and the way to it.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useMarkRead, type Notice } from '@/core/notifications'
import { DateWords } from '@/ui'
import css from './Bell.module.css'

export function NoticeRow({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const f = useFormat()
  const markRead = useMarkRead()
  const open = () => {
    if (!notice.read) markRead.mutate({ ids: [notice.id] })
    onOpen()
  }
  const body = (
    <>
      <span className={css.grow}>
        <span className={notice.read ? 't2' : undefined}>{f.words(notice.title ?? notice.label)}</span>
        {notice.detail && <span className="caption"> {f.words(notice.detail)}</span>}
      </span>
      <span className="caption">
        <DateWords value={notice.created_at} withTime />
      </span>
    </>
  )
  const classes = [css.notice, notice.read ? '' : css.unread].join(' ')
  // A file of the API is fetched, anything else is a page.
  if (notice.link?.startsWith('/api/'))
    return (
      <a href={notice.link} download className={classes} onClick={open}>
        {body}
      </a>
    )
  return notice.link ? (
    <Link to={notice.link} className={classes} onClick={open}>
      {body}
    </Link>
  ) : (
    <div className={classes}>{body}</div>
  )
}
