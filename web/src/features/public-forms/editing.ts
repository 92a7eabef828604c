// The public form being edited: its draft, what was refused, saving.
import { useState } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { usePublicFormWork, type Change, type Definition, type PublicForm } from './publicForms'

type Draft = Pick<PublicForm, 'label' | 'definition'>

/** What is changed here, null while nothing is, and the version it began with, null once another one was told. */
type Begun = { own: Draft | null; version: number | null }

const keyOf = (p: PublicForm) => `public-form.${p.id}`
const settingsOf = ({ label, definition }: PublicForm): Draft => ({ label, definition })
const begun = (p: PublicForm): Begun => readDraft<Begun>(keyOf(p)) ?? { own: null, version: p.version }

export type Editing = ReturnType<typeof useEditing>

export function useEditing(saved: PublicForm) {
  const t = useText('publicForms')
  const work = usePublicFormWork(saved.form)
  const [{ own, version }, set] = useState(() => begun(saved))
  const [errors, setErrors] = useState<{ field: string; detail: string }[]>([])
  const [refusal, setRefusal] = useState('')
  const draft = own ?? settingsOf(saved)
  const dirty = own !== null && JSON.stringify(own) !== JSON.stringify(settingsOf(saved))
  /** Another form may be looked at, or the tab closed: what was changed waits here. */
  const write = (change: Partial<Draft>) => {
    const next = { own: { ...draft, ...change }, version: dirty ? version : saved.version }
    set(next)
    keepDraft(keyOf(saved), next)
  }
  const put = (change: Partial<Definition>) => write({ definition: { ...draft.definition, ...change } })
  const forget = () => {
    set({ own: null, version: saved.version })
    dropDraft(keyOf(saved))
    setErrors([])
    setRefusal('')
  }
  const refused = (e: unknown) => {
    if (!isProblem(e)) throw e
    setErrors(e.errors)
    setRefusal(e.message)
    if (e.code === 'public.changed') void renewed()
  }
  /** What others made of it is told: saved again, what is changed here stands on top of that. */
  const renewed = async () => {
    await work.reload()
    set((now) => ({ ...now, version: null }))
  }
  const send = async (to: Change, on: number) => {
    try {
      return await work.change.mutateAsync({ was: { ...saved, version: on }, to })
    } catch (e) {
      refused(e)
      return null
    }
  }
  /** What is no part of the draft. */
  const keep = async (to: Change) => {
    const made = await send(to, saved.version)
    // It was on top of what is seen here, so the draft is, too, unless it began before.
    if (made && own && version === saved.version) {
      set({ own, version: made.version })
      keepDraft(keyOf(made), { own, version: made.version })
    }
    return made
  }
  const save = async () => {
    const made = await send({ label: draft.label.trim(), definition: draft.definition }, version ?? saved.version)
    if (!made) return
    forget()
    toast({ text: t('saved') })
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
    discard: forget,
    work,
    busy: work.change.isPending,
    rename: (label: string) => write({ label }),
    /** What is wrong with a part of the definition. */
    errorOf: (path: string): string | undefined =>
      errors.find((e) => e.field === `definition.${path}` || e.field.startsWith(`definition.${path}.`))?.detail,
  }
}
