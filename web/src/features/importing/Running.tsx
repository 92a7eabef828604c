// Step three: progress with count, speed and remaining time; it goes on when the page is closed.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import css from './Importing.module.css'
import { useAct, type Import } from './imports'

export function Running({ run }: { run: Import }) {
  const t = useText('importing')
  const c = useText('common')
  const f = useFormat()
  const act = useAct(run.id)
  const p = run.progress
  const share = p?.total ? Math.min(1, p.done / p.total) : 0
  const words = p
    ? [
        p.total ? t('doneOf', { done: f.number(p.done), total: f.number(p.total) }) : f.number(p.done),
        p.rate ? t('rate', { rate: f.number(Math.round(p.rate)) }) : '',
        p.remaining_seconds != null ? t('left', { left: f.duration(p.remaining_seconds) }) : '',
      ]
        .filter(Boolean)
        .join(' · ')
    : t('starting')
  return (
    <div className={css.middle}>
      <h2>{t('running', { name: run.file_name })}</h2>
      <div
        className={css.track}
        role="progressbar"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={t('progress')}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <p className="t2">{words}</p>
      <p className="caption">{t('mayLeave')}</p>
      <Button onClick={() => act.mutate('cancel')} loading={act.isPending}>
        {c('cancel')}
      </Button>
    </div>
  )
}
