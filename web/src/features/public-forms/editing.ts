// The public form being edited: its draft, what was refused, saving.
import { useState } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { usePublicFormWork, type Definition, type PublicForm } from './publicForms'

type Draft = Pick<PublicForm, 'label' | 'definition'>

const kept = (p: PublicForm) => `public-form.${p.id}.${p.version}`
const settingsOf = ({ label, definition }: PublicForm): Draft => ({ label, definition })

export type Editing = ReturnType<typeof useEditing>

export function useEditing(saved: PublicForm) {
  const t = useText('publicForms')
  const work = usePublicFormWork(saved.form)
  const [draft, setDraft] = useState(() => readDraft<Draft>(kept(saved)) ?? settingsOf(saved))
  const [errors, setErrors] = useState<{ field: string; detail: string }[]>([])
  const [refusal, setRefusal] = useState('')
  const dirty = JSON.stringify(draft) !== JSON.stringify(settingsOf(saved))
  /** Another form may be looked at, or the tab closed: what was changed waits here. */
  const write = (change: Partial<Draft>) => {
    const next = { ...draft, ...change }
    setDraft(next)
    keepDraft(kept(saved), next)
  }
  const put = (change: Partial<Definition>) => write({ definition: { ...draft.definition, ...change } })
  const refused = (e: unknown) => {
    if (!isProblem(e)) throw e
    setErrors(e.errors)
    setRefusal(e.message)
  }
  const keep = async (to: Parameters<typeof work.change.mutateAsync>[0]['to']) => {
    try {
      const made = await work.change.mutateAsync({ was: saved, to })
      dropDraft(kept(saved))
      if (dirty && !to.definition) keepDraft(kept(made), draft)
      setErrors([])
      setRefusal('')
      return made
    } catch (e) {
      refused(e)
      return null
    }
  }
  const save = async () => {
    const made = await keep({ label: draft.label.trim(), definition: draft.definition })
    if (!made) return
    setDraft(settingsOf(made))
    toast({ text: t('saved') })
  }
  const discard = () => {
    setDraft(settingsOf(saved))
    dropDraft(kept(saved))
    setErrors([])
    setRefusal('')
  }
  return {
    saved,
    draft,
    dirty,
    errors,
    refusal,
    put,
    keep,
    save,
    discard,
    work,
    busy: work.change.isPending,
    rename: (label: string) => write({ label }),
    /** What is wrong with a part of the definition. */
    errorOf: (path: string): string | undefined =>
      errors.find((e) => e.field === `definition.${path}` || e.field.startsWith(`definition.${path}.`))?.detail,
  }
}
