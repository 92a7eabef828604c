// Handing a task to somebody else, with a word; whoever hands it on follows it.
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { post } from '@/core/http'
import { isProblem } from '@/core/problem'
import { refreshForm } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Id, Ref, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Field, Modal, TextArea } from '@/ui'
import { AGENDA } from './agenda'
import css from './agenda.module.css'

type Props = { form: string; id: Id; open: boolean; onClose: () => void }

export function HandOn(props: Props) {
  return props.open ? <Open {...props} /> : null
}

function Open({ form, id, open, onClose }: Props) {
  const t = useText('agenda')
  const c = useText('common')
  const client = useQueryClient()
  const [to, setTo] = useState<Ref | null>(null)
  const [note, setNote] = useState('')
  const give = useMutation({
    mutationFn: (person: Id) => post<Row>(`/records/${form}/${id}/hand-on`, { to: person, note: note.trim() || null }),
    onSuccess: () => {
      refreshForm(client, form, id)
      void client.invalidateQueries({ queryKey: ['today'] })
      void client.invalidateQueries({ queryKey: AGENDA })
      toast({ text: t('handOn.done', { who: to?.title ?? '' }) })
      onClose()
    },
  })
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={t('handOn.title')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" disabled={!to} loading={give.isPending} onClick={() => to && give.mutate(to.id)}>
            {t('handOn.send')}
          </Button>
        </>
      }
    >
      <div className={css.hand}>
        <Field label={t('handOn.to')} required error={isProblem(give.error) ? give.error.message : undefined}>
          {(ids) => <Picker id={ids.id} from="people" value={to} onChange={setTo} aria-label={t('handOn.to')} />}
        </Field>
        <Field label={t('handOn.note')}>{(ids) => <TextArea {...ids} value={note} onChange={setNote} />}</Field>
      </div>
    </Modal>
  )
}
