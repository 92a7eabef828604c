// Naming a new view made of what is shown now.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { may } from '@/core/forms'
import type { Form, Layout } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Checkbox, Field, FieldError, Input } from '@/ui'
import { definitionOf } from './definition'
import css from './panels.module.css'
import type { ListState } from './state'
import { useViews } from './views'

type Props = { form: Form; state: ListState; layout?: Layout; onDone: () => void }

export function ViewForm({ form, state, layout = 'table', onDone }: Props) {
  const t = useText('list')
  const c = useText('common')
  const views = useViews(form.key)
  const mayShare = may(form, 'configure')
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [tried, setTried] = useState(false)
  const busy = views.create.isPending
  const problem = views.create.error
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (!name.trim()) return
    // For whom the view before was is not for whom this one is.
    const { roles: _roles, default_for: _first, ...definition } = definitionOf(form, state, layout)
    state.setView(await views.create.mutateAsync({ label: name.trim(), shared, definition }))
    onDone()
  }
  return (
    <form className={css.panel} onSubmit={(e) => void submit(e).catch(() => undefined)}>
      <Field label={t('view.name')} error={tried && !name.trim() ? t('view.missingName') : undefined}>
        {(ids) => (
          <Input {...ids} value={name} onChange={setName} placeholder={t('view.nameHint')} maxLength={40} autoFocus />
        )}
      </Field>
      {mayShare && (
        <Checkbox checked={shared} onChange={setShared}>
          {t('view.shared')}
        </Checkbox>
      )}
      <FieldError>{isProblem(problem) ? problem.message : null}</FieldError>
      <div className={css.foot}>
        <Button size="small" onClick={onDone}>
          {c('cancel')}
        </Button>
        <Button size="small" look="primary" type="submit" loading={busy}>
          {t('view.create')}
        </Button>
      </div>
    </form>
  )
}
