// Trying again: what is picked, or all that failed of what the page shows.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Checkbox, Modal } from '@/ui'
import css from './Runs.module.css'
import { AGAIN, useRetryRuns, type Retried, type Run, type Wish } from './runs'

type Props = { wish: Wish; rows: Run[]; picked: Set<Id>; onPicked: (picked: Set<Id>) => void }

export function RetryBar({ wish, rows, picked, onPicked }: Props) {
  const t = useText('rules')
  const c = useText('common')
  const retry = useRetryRuns()
  const [asking, setAsking] = useState(false)
  const able = rows.filter((run) => AGAIN.includes(run.state))
  const chosen = able.filter((run) => picked.has(run.id)).map((run) => run.id)
  const fails = rows.some((run) => run.state === 'failed')
  if (able.length === 0) return null
  const done = {
    onSuccess: ({ queued, more }: Retried) => {
      onPicked(new Set())
      toast({ text: [t('run.retried', { count: queued }), more && t('run.moreLeft')].filter(Boolean).join(' · ') })
    },
    onError: (e: Error) => toast({ text: isProblem(e) ? e.message : t('failedAct') }),
    onSettled: () => setAsking(false),
  }
  return (
    <div className={css.retry}>
      <Checkbox
        checked={chosen.length === able.length}
        indeterminate={chosen.length > 0 && chosen.length < able.length}
        onChange={(on) => onPicked(new Set(on ? able.map((run) => run.id) : []))}
      >
        {t('run.pickAll')}
      </Checkbox>
      {chosen.length > 0 && (
        <Button
          size="small"
          icon="redo"
          loading={retry.isPending}
          onClick={() => retry.mutate({ ids: chosen.slice(0, 1000) }, done)}
        >
          {t('run.retryPicked', { count: chosen.length })}
        </Button>
      )}
      {fails && chosen.length === 0 && (
        <Button size="small" icon="redo" onClick={() => setAsking(true)}>
          {t('run.retryAll')}
        </Button>
      )}
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t('run.retryAllAsk')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{c('cancel')}</Button>
            <Button look="primary" loading={retry.isPending} onClick={() => retry.mutate(wish, done)}>
              {t('run.retryAll')}
            </Button>
          </>
        }
      >
        <p>{t('run.retryAllWhy')}</p>
      </Modal>
    </div>
  )
}
