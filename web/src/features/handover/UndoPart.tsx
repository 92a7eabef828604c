// Taking a handover back within seven days, with or without the account of who left.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Button, Checkbox, FieldError, Icon, Modal } from '@/ui'
import css from './Handover.module.css'
import { useUndo, type RunDetail } from './handover'

export function UndoPart({ run }: { run: RunDetail }) {
  const t = useText('handover')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  if (run.undone)
    return (
      <div className={css.note}>
        <b className={css.line}>
          <Icon name="undo" size={16} /> {t('page.undone', { count: run.undone.restored })}
        </b>
        <span className="t2">
          {run.undone_at && f.moment(run.undone_at)} · {run.undone.by?.title}
        </span>
        {run.undone.enabled && <span>{t('page.enabled')}</span>}
        {run.left_account && !run.undone.enabled && (
          <span>{t('page.staysDisabled', { name: run.person.title ?? '' })}</span>
        )}
      </div>
    )
  return (
    <div className={css.line}>
      <Button icon="undo" disabled={!run.undo.possible} onClick={() => setOpen(true)}>
        {t('page.undo')}
      </Button>
      <span className="caption">
        {run.undo.possible && run.undo.until
          ? t('page.undoUntil', { at: f.moment(run.undo.until) })
          : run.undo.reason && t(`page.reasons.${run.undo.reason}`)}
      </span>
      {open && <UndoDialog run={run} onClose={() => setOpen(false)} />}
    </div>
  )
}

function UndoDialog({ run, onClose }: { run: RunDetail; onClose: () => void }) {
  const t = useText('handover')
  const c = useText('common')
  const { rights } = useMe()
  const [enable, setEnable] = useState(false)
  const undo = useUndo(run.id)
  const problem = isProblem(undo.error) ? undo.error : null
  const name = run.person.title ?? ''
  return (
    <Modal
      open
      onClose={onClose}
      title={t('page.undoTitle', { name })}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" loading={undo.isPending} onClick={() => undo.mutate(enable, { onSuccess: onClose })}>
            {t('page.undo')}
          </Button>
        </>
      }
    >
      <p>{t('page.undoWhy', { name })}</p>
      {run.left_account && rights.people && (
        <div className={css.fields}>
          <Checkbox checked={enable} onChange={setEnable}>
            {t('page.enable', { name })}
          </Checkbox>
          <span className="caption">{t('page.enableHint')}</span>
        </div>
      )}
      {problem && <FieldError>{problem.body.detail}</FieldError>}
    </Modal>
  )
}
