// What happens every day: when, last, next; moved or switched off where that is for a page to say.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, ErrorState, SkeletonRows, Switch, TimePicker } from '@/ui'
import { useMoveSchedule, useRunSchedule, useSchedules, type Schedule } from './work'
import css from './Work.module.css'

export function Schedules() {
  const t = useText('work')
  const schedules = useSchedules()
  if (schedules.isPending) return <SkeletonRows count={6} />
  if (schedules.isLoadingError) return <ErrorState error={schedules.error} retry={() => void schedules.refetch()} />
  return (
    <>
      <p className={`t2 ${css.note}`}>{t('schedules.why')}</p>
      <ul className={css.rows}>
        {schedules.data.items.map((each) => (
          <Row key={each.key} schedule={each} />
        ))}
      </ul>
    </>
  )
}

function Row({ schedule }: { schedule: Schedule }) {
  const t = useText('work')
  const f = useFormat()
  const move = useMoveSchedule()
  const name = f.words(schedule.label) || schedule.kind
  const fixed = schedule.moved !== 'page'
  const change = (to: { at?: string; enabled?: boolean }) =>
    move.mutate(
      { key: schedule.key, at: schedule.at, enabled: schedule.enabled, ...to },
      {
        onSuccess: () => toast({ text: t('schedules.changed') }),
        onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
      },
    )
  const pick = (to: string | null) => {
    if (!to || to === schedule.at) return
    change({ at: to })
  }
  return (
    <li className={css.row}>
      <Switch
        checked={schedule.enabled}
        disabled={fixed || move.isPending}
        onChange={(enabled) => change({ enabled })}
        aria-label={t('schedules.on', { name })}
      />
      <div className={css.what}>
        <b>{name}</b>
        <span className="caption">
          {schedule.last ? t('schedules.last', { at: f.moment(schedule.last) }) : t('schedules.never')} ·{' '}
          {schedule.next ? t('schedules.next', { at: f.moment(schedule.next) }) : t('schedules.off')}
        </span>
        {fixed && <span className="caption">{t(`schedules.${schedule.moved}` as 'schedules.nobody')}</span>}
      </div>
      <span className={css.acts}>
        <span className={css.time}>
          {fixed ? (
            schedule.every ? (
              t('schedules.every', { count: schedule.every })
            ) : (
              schedule.at
            )
          ) : (
            <TimePicker
              value={move.isPending ? move.variables.at : schedule.at}
              onChange={pick}
              clearable={false}
              aria-label={t('schedules.timeOf', { name })}
            />
          )}
        </span>
        <RunNow schedule={schedule} name={name} />
      </span>
    </li>
  )
}

/** Its work at once, beside its next time. */
function RunNow({ schedule, name }: { schedule: Schedule; name: string }) {
  const t = useText('work')
  const run = useRunSchedule()
  const go = () =>
    run.mutate(schedule.key, {
      onSuccess: () => toast({ text: t('schedules.started', { name }) }),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  return (
    <Button size="small" icon="play" loading={run.isPending} disabled={schedule.busy} onClick={go}>
      {t(schedule.busy ? 'schedules.busy' : 'schedules.run')}
    </Button>
  )
}
