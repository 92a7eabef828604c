// People and departments from Excel: a file, a look at what it would do, and then what it did.
import { useState } from 'react'
import { uploadFile } from '@/core/files'
import { apiUrl } from '@/core/http'
import { isProblem } from '@/core/problem'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Checkbox, Dropzone, ErrorState, FieldError, Modal } from '@/ui'
import { InviteDialog } from './Invite'
import css from './Organisation.module.css'
import { usePreview, useRun, type Result } from './roster'
import { RosterPlan } from './RosterPlan'

const ACCEPT = '.xlsx,.xls,.ods,.csv'
const LARGEST = 20 * 1024 * 1024

export function Roster({ onClose }: { onClose: () => void }) {
  const t = useText('organisation')
  const c = useText('common')
  const preview = usePreview()
  const run = useRun()
  const [file, setFile] = useState<Id | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const [wishes, setWishes] = useState({ departments: true, positions: true })
  const plan = preview.data
  const take = (picked: File) => {
    setFailed(null)
    uploadFile(picked).then((made) => {
      setFile(made.id)
      preview.mutate({ file: made.id, ...wishes })
    }, setFailed)
  }
  const wish = (part: Partial<typeof wishes>) => {
    const next = { ...wishes, ...part }
    setWishes(next)
    if (file !== null) preview.mutate({ file, ...next })
  }
  const other = () => {
    setFile(null)
    preview.reset()
    run.reset()
  }
  const wanted = plan ? plan.counts.create + plan.counts.update : 0
  if (run.data) return <Done result={run.data.result} onClose={onClose} />
  const error = failed ?? preview.error
  const changed = isProblem(run.error) && run.error.code === 'roster.changed'
  return (
    <Modal
      open
      onClose={onClose}
      width={800}
      title={t('roster.title')}
      footer={
        plan && file !== null ? (
          <>
            <Button onClick={other}>{t('roster.other')}</Button>
            {changed ? (
              <Button
                look="primary"
                onClick={() => {
                  run.reset()
                  preview.mutate({ file, ...wishes })
                }}
              >
                {t('roster.again')}
              </Button>
            ) : (
              <Button
                look="primary"
                disabled={wanted === 0}
                loading={run.isPending}
                onClick={() => run.mutate({ file, ...wishes, plan: plan.plan })}
              >
                {wanted ? t('roster.run', { count: wanted }) : t('roster.nothing')}
              </Button>
            )}
          </>
        ) : (
          <Button onClick={onClose}>{c('cancel')}</Button>
        )
      }
    >
      <div className={css.stack}>
        {!plan && (
          <>
            <p>
              {t('roster.why')} <a href={apiUrl('/admin/roster/template.xlsx')}>{t('roster.template')}</a>
            </p>
            <Dropzone
              accept={ACCEPT}
              maxBytes={LARGEST}
              disabled={preview.isPending}
              text={preview.isPending ? t('roster.reading') : t('roster.drop')}
              onFiles={([picked]) => picked && take(picked)}
            />
          </>
        )}
        {Boolean(error) && <ErrorState error={error} compact />}
        {plan && <RosterPlan plan={plan} />}
        {plan && (
          <div className={css.row}>
            <Checkbox checked={wishes.departments} onChange={(departments) => wish({ departments })}>
              {t('roster.departments')}
            </Checkbox>
            <Checkbox checked={wishes.positions} onChange={(positions) => wish({ positions })}>
              {t('roster.positions')}
            </Checkbox>
          </div>
        )}
        {isProblem(run.error) && <FieldError>{run.error.message}</FieldError>}
      </div>
    </Modal>
  )
}

function Done({ result, onClose }: { result: Result; onClose: () => void }) {
  const t = useText('organisation')
  const c = useText('common')
  const [inviting, setInviting] = useState(false)
  const people = result.people.map((id) => ({ id, name: '' }))
  if (inviting) return <InviteDialog people={people} onClose={onClose} />
  const { created, updated, departments, positions, refused } = result
  return (
    <Modal
      open
      onClose={onClose}
      title={t('roster.doneTitle')}
      footer={
        <>
          <Button onClick={onClose}>{c('done')}</Button>
          {people.length > 0 && people.length <= 500 && (
            <Button look="primary" onClick={() => setInviting(true)}>
              {t('roster.inviteNow', { count: people.length })}
            </Button>
          )}
        </>
      }
    >
      <p>{t('roster.done', { created, updated, departments, positions })}</p>
      {refused > 0 && <p className="caption">{t('roster.doneRefused', { count: refused })}</p>}
    </Modal>
  )
}
