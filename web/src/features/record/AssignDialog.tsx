// Giving the record to somebody else: one picker, and what follows from it.
import { useState } from 'react'
import { fieldOf } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { useMove } from '@/core/records'
import { isRef } from '@/core/search'
import { toast } from '@/core/toasts'
import type { Form, Row, Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Button, Field, Modal } from '@/ui'

export function AssignDialog({
  form,
  row,
  open,
  onClose,
}: {
  form: Form
  row: Row
  open: boolean
  onClose: () => void
}) {
  const t = useText('record')
  const c = useText('common')
  const [owner, setOwner] = useState<Value>(row.owner ?? null)
  const move = useMove(form.key)
  const field = fieldOf(form, 'owner')
  if (!field) return null
  const before = isRef(row.owner) ? row.owner.id : null
  const give = (to: number | null) => move.mutateAsync({ id: row.id, move: 'assign', body: { owner: to } })
  const save = () =>
    void give(isRef(owner) ? owner.id : null).then(
      () => {
        toast({
          text: t('assigned', { name: isRef(owner) ? (owner.title ?? '') : '—' }),
          undo: () => void give(before),
        })
        onClose()
      },
      () => undefined,
    )
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={t('assign')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={save} loading={move.isPending}>
            {t('assignDo')}
          </Button>
        </>
      }
    >
      <Field
        label={t('newOwner')}
        hint={t('assignHint')}
        error={isProblem(move.error) ? move.error.message : undefined}
      >
        {(ids) => (
          <FieldEditor field={{ ...field, readonly: false }} value={owner} onChange={setOwner} ids={ids} autoFocus />
        )}
      </Field>
    </Modal>
  )
}
