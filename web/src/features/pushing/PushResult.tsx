// What came of a push: its records with links, who did it and when, and a way to take it back.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { undoAndRefresh } from '@/core/batches'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { Pushed, PushDone } from '@/core/pushing'
import { refreshForm } from '@/core/records'
import { recordRoute } from '@/core/routes'
import { toast } from '@/core/toasts'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import css from './pushing.module.css'

type Props = { form: Form; done: Pushed | PushDone; fresh: boolean; onClose: () => void }

export function PushResult({ form, done, fresh, onClose }: Props) {
  const t = useText('pushing')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  return (
    <div role="status" data-testid="push-result">
      {fresh ? (
        <p className={css.hint}>{t('done')}</p>
      ) : (
        'at' in done && (
          <p className={css.hint}>{t('doneBefore', { by: done.by?.title ?? '', at: f.exact(done.at) })}</p>
        )
      )}
      <ul className={css.done}>
        {done.records.map((each) => (
          <li key={`${each.step}.${each.id}`}>
            <Icon name="check" size={16} />
            <span>{f.words(forms.find((x) => x.key === each.form)?.label)}</span>
            <Link to={recordRoute(each.form, each.id)} onClick={onClose}>
              {each.title || `#${each.id}`}
            </Link>
            <span className="caption">{t(each.how === 'made' ? 'made' : 'used')}</span>
          </li>
        ))}
      </ul>
      {fresh && <Undo form={form} done={done} onClose={onClose} />}
    </div>
  )
}

function Undo({ form, done, onClose }: { form: Form; done: Pushed | PushDone; onClose: () => void }) {
  const t = useText('pushing')
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const undo = async () => {
    setBusy(true)
    try {
      await undoAndRefresh(client, form.key, done.batch)
      new Set(done.records.map((each) => each.form)).forEach((key) => refreshForm(client, key))
      void client.invalidateQueries({ queryKey: ['pushes', form.key] })
      toast({ text: t('undone') })
      onClose()
    } catch (e) {
      toast({ text: isProblem(e) ? e.message : t('undoFailed') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon="undo" loading={busy} onClick={() => void undo()}>
      {t('undo')}
    </Button>
  )
}
