// Events that a handler could not take: kept, tried again by itself later, or at once.
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { useLetters, useRetryLetters, type Summary, type Trouble } from './work'
import css from './Work.module.css'

export function Letters({ summary }: { summary: UseQueryResult<Summary> }) {
  const t = useText('work')
  const [open, setOpen] = useState<Trouble | null>(null)
  if (summary.isPending) return <SkeletonRows count={3} />
  if (summary.isLoadingError) return <ErrorState error={summary.error} retry={() => void summary.refetch()} />
  const troubles = summary.data.handlers
  return (
    <>
      <p className={`t2 ${css.note}`}>{t('letters.why')}</p>
      {troubles.length === 0 && <EmptyState what={t('letters.none')} why={t('letters.noneWhy')} />}
      <ul className={css.rows}>
        {troubles.map((each) => (
          <Row key={each.handler} trouble={each} onOpen={() => setOpen(each)} />
        ))}
      </ul>
      {open && <Waiting trouble={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function Row({ trouble, onOpen }: { trouble: Trouble; onOpen: () => void }) {
  const t = useText('work')
  const f = useFormat()
  const retry = useRetryLetters()
  const now = () =>
    retry.mutate(trouble.handler, {
      onSuccess: () => toast({ text: t('letters.retried') }),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  return (
    <li className={css.row}>
      <div className={css.what}>
        <b>{trouble.label}</b>
        <span className="caption">
          {t('letters.waiting', { count: trouble.events })} · {t('letters.since', { at: f.moment(trouble.since) })} ·{' '}
          {t('letters.tried', { count: trouble.attempts })}
        </span>
        {trouble.error && (
          <span className={css.error} title={trouble.error}>
            {trouble.error_detail ?? trouble.error}
          </span>
        )}
      </div>
      <span className={css.acts}>
        <Button size="small" look="text" onClick={onOpen}>
          {t('letters.show')}
        </Button>
        <Button size="small" icon="redo" loading={retry.isPending} onClick={now}>
          {t('letters.retry')}
        </Button>
      </span>
    </li>
  )
}

function Waiting({ trouble, onClose }: { trouble: Trouble; onClose: () => void }) {
  const t = useText('work')
  const f = useFormat()
  const letters = useLetters(trouble.handler)
  return (
    <Drawer open onClose={onClose} title={trouble.label}>
      {letters.isPending && <SkeletonRows count={4} />}
      {letters.isError && <ErrorState error={letters.error} retry={() => void letters.refetch()} />}
      <ul className={css.letters}>
        {letters.data?.items.map((each) => (
          <li key={each.id}>
            <span>
              {each.kind_label ?? <code>{each.kind}</code>}{' '}
              {each.form && each.record_id && (
                <Link to={`/f/${each.form}/${each.record_id}`}>
                  {each.form_label} #{each.record_id}
                </Link>
              )}
            </span>
            <span className="caption">
              {f.moment(each.at)} ·{' '}
              {each.error
                ? `${t('letters.tried', { count: each.attempts })} · ${t('letters.next', { at: f.moment(each.next_at) })}`
                : t('letters.behind')}
            </span>
            {each.error && (
              <span className={css.error} title={each.error}>
                {each.error_detail ?? each.error}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
