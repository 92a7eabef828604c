// Naming a view: a new one from what is shown now, or another name for an old one.
import { useState, type FormEvent } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useMayConfigure } from '@/core/session'
import type { Form, View } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Checkbox, Field, FieldError, Input } from '@/ui'
import css from './panels.module.css'
import type { ListState } from './state'
import { useViews } from './views'

type Props = { form: Form; state: ListState; view?: View; layout?: 'table' | 'kanban'; onDone: () => void }

export function ViewForm({ form, state, view, layout = 'table', onDone }: Props) {
  const t = useText('list')
  const c = useText('common')
  const f = useFormat()
  const views = useViews(form.key)
  const mayShare = useMayConfigure()
  const [name, setName] = useState(view ? f.words(view.label) : '')
  const [shared, setShared] = useState(false)
  const [tried, setTried] = useState(false)
  const busy = views.create.isPending || views.change.isPending
  const problem = views.create.error ?? views.change.error
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (!name.trim()) return
    if (view) await views.change.mutateAsync({ view, change: { label: name.trim() } })
    else
      state.setView(
        await views.create.mutateAsync({ label: name.trim(), shared, definition: definitionOf(state, layout) }),
      )
    onDone()
  }
  return (
    <form className={css.panel} onSubmit={(e) => void submit(e).catch(() => undefined)}>
      <Field label={t('view.name')} error={tried && !name.trim() ? t('view.missingName') : undefined}>
        {(ids) => (
          <Input {...ids} value={name} onChange={setName} placeholder={t('view.nameHint')} maxLength={40} autoFocus />
        )}
      </Field>
      {!view && mayShare && (
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
          {view ? c('save') : t('view.create')}
        </Button>
      </div>
    </form>
  )
}

export const definitionOf = (s: ListState, layout: 'table' | 'kanban' = 'table') => ({
  columns: s.columns,
  filter: s.filter,
  sort: s.sort,
  layout,
  ...(s.group ? { group: s.group } : {}),
})
