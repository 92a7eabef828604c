// Deleting the form: told what uses it, kept for a while, restorable from the settings.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, ErrorState, Modal } from '@/ui'
import { useDeleteForm, useRestoreForm } from '../api'
import { useBench } from '../sight'
import type { Usage } from '../model/types'
import { UsageList } from '../panel/UsedWhere'
import css from './Settings.module.css'

export function DeleteForm({ onDeleted }: { onDeleted: () => void }) {
  const t = useText('designer')
  const c = useText('common')
  const f = useFormat()
  const { form } = useBench()
  const [open, setOpen] = useState(false)
  const remove = useDeleteForm()
  const restore = useRestoreForm()
  const name = f.words(form.label) || form.key
  const used = isProblem(remove.error) && remove.error.code === 'forms.in_use' ? remove.error : null
  const uses = (used?.params.uses as Usage[] | undefined) ?? []
  // What points at its records must go first; roles, dashboards and the like do without it.
  const bound = uses.some((use) => use.kind === 'relation')
  const go = () =>
    remove.mutate(
      { form: form.key, force: used !== null },
      {
        onSuccess: () => {
          onDeleted()
          toast({ text: t('formDeleted', { name }), undo: () => restore.mutate(form.key) })
        },
      },
    )
  const close = () => {
    setOpen(false)
    remove.reset()
  }
  return (
    <section className={css.card}>
      <h2>{t('deleteForm')}</h2>
      <p className="t2">{t('deleteFormWhy')}</p>
      <span>
        <Button icon="trash" onClick={() => setOpen(true)}>
          {t('deleteForm')}
        </Button>
      </span>
      <Modal
        open={open}
        onClose={close}
        title={t('deleteFormNamed', { name })}
        footer={
          <>
            <Button onClick={close}>{c('cancel')}</Button>
            {!bound && (
              <Button look="danger" loading={remove.isPending} onClick={go}>
                {t(used ? 'deleteAnyway' : 'deleteForm')}
              </Button>
            )}
          </>
        }
      >
        <p>{t('deleteFormWhy')}</p>
        {used && (
          <>
            <p className="hot">{t(bound ? 'deleteBound' : 'deleteUsed')}</p>
            <UsageList items={uses} />
          </>
        )}
        {remove.isError && !used && <ErrorState error={remove.error} compact />}
      </Modal>
    </section>
  )
}
