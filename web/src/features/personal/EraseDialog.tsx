// Erasing for good: first what would go and what stays, then whose data it is, typed once more.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Checkbox, ErrorState, Field, Input, Modal, SkeletonRows } from '@/ui'
import { KeptList } from './KeptList'
import { useAct, usePreview, type Chosen, type Preview, type Whole } from './personal'
import css from './Personal.module.css'

type Props = { request: Whole; records: Chosen; onClose: () => void }

export function EraseDialog({ request, records, onClose }: Props) {
  const t = useText('personal')
  const preview = usePreview(request.id, records, true)
  const act = useAct(request.id)
  const [texts, setTexts] = useState(false)
  const [typed, setTyped] = useState('')
  const seen = preview.data
  const erase = () =>
    act.mutate(
      { act: 'erase', body: { records, texts, seen: seen?.seen ?? '', confirm: typed } },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open
      onClose={onClose}
      width={560}
      title={t('eraseTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" loading={act.isPending} disabled={!seen || typed !== seen.confirm} onClick={erase}>
            {t('eraseNow')}
          </Button>
        </>
      }
    >
      {preview.isPending && <SkeletonRows count={4} />}
      {preview.isError && <ErrorState error={preview.error} retry={() => void preview.refetch()} compact />}
      {seen && (
        <div className={css.stack}>
          <Plan preview={seen} />
          <Checkbox checked={texts} onChange={setTexts}>
            {t('wholeTexts')}
          </Checkbox>
          <ul className={css.notes}>
            <li>{t('noteForGood')}</li>
            <li>{t('noteBackups', { count: seen.after.backups })}</li>
          </ul>
          <Field
            label={t('confirm', { phrase: seen.confirm })}
            error={isProblem(act.error) ? act.error.message : undefined}
          >
            {(ids) => <Input {...ids} value={typed} onChange={setTyped} autoComplete="off" />}
          </Field>
        </div>
      )}
    </Modal>
  )
}

function Plan({ preview }: { preview: Preview }) {
  const t = useText('personal')
  return (
    <>
      <table className={css.plan}>
        <thead>
          <tr>
            <th>{t('form')}</th>
            <th>{t('own')}</th>
            <th>{t('named')}</th>
            <th>{t('kept')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.forms.map((each) => (
            <tr key={each.form}>
              <td>{each.label}</td>
              <td>{each.own || '—'}</td>
              <td>{each.named || '—'}</td>
              <td>{each.kept || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.kept.length > 0 && (
        <div>
          <b>{t('keptTitle', { count: preview.kept.length + preview.kept_more })}</b>
          <KeptList kept={preview.kept} />
        </div>
      )}
    </>
  )
}
