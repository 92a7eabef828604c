// What was changed in the calendar, by whom, and taking it back.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { useCalendarChanges, useUndoChange, type CalendarChange } from './worktime'
import css from './Worktime.module.css'

const SHOWN = 4

export function Changes({ onClose }: { onClose: () => void }) {
  const t = useText('worktime')
  const changes = useCalendarChanges()
  const undo = useUndoChange()
  const back = (change: CalendarChange) =>
    undo.mutate(change.id, {
      onSuccess: () => toast({ text: t('changes.undone') }),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  return (
    <Drawer open onClose={onClose} title={t('changes.title')}>
      {changes.isPending && <SkeletonRows count={4} />}
      {changes.isError && <ErrorState error={changes.error} retry={() => void changes.refetch()} />}
      {changes.data?.items.length === 0 && <EmptyState what={t('changes.none')} why={t('changes.noneWhy')} />}
      <ul className={css.changes}>
        {changes.data?.items.map((change) => (
          <li key={change.id}>
            <Change change={change} />
            {change.undone ? (
              <span className="caption">{t('changes.wasUndone')}</span>
            ) : (
              <Button size="small" icon="undo" loading={undo.isPending} onClick={() => back(change)}>
                {t('changes.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  )
}

function Change({ change }: { change: CalendarChange }) {
  const t = useText('worktime')
  const f = useFormat()
  const days = Object.entries(change.after.days ?? {})
  const shown = days.slice(0, SHOWN).map(([day, to]) => {
    const how = to === null ? t('day.usual') : t(to.kind === 'free' ? 'off' : 'on')
    return `${day} ${how}${to?.name ? ` ${to.name}` : ''}`
  })
  return (
    <div className={css.change}>
      <b>{t(`changes.acts.${change.act}`)}</b>
      {shown.length > 0 && <span>{shown.join(', ')}</span>}
      {days.length > SHOWN && <span>{t('changes.more', { count: days.length - SHOWN })}</span>}
      <span className="caption">
        {change.by?.title ?? t('changes.system')} · <time title={f.exact(change.at)}>{f.moment(change.at)}</time>
      </span>
    </div>
  )
}
