// Opening the editor of a view: on the chosen one, on a copy of it, or on what is shown now as a new one.
import { useFormat } from '@/core/format'
import type { Form, Layout, View } from '@/core/types'
import { useText } from '@/i18n'
import { definitionOf } from './definition'
import { useViewEditor, type Audience, type Draft } from './preview'
import { idOf, type ListState } from './state'
import { useViewPreference } from './viewPreference'

export const audienceOf = (view: View): Audience =>
  !view.shared ? 'me' : view.definition.roles?.length ? 'roles' : 'all'

export function useBeginEditing(form: Form, state: ListState, layout: Layout) {
  const t = useText('views')
  const f = useFormat()
  const { kept } = useViewPreference(form)
  const open = useViewEditor((s) => s.open)
  const start = (view: View | null, draft: Omit<Draft, 'definition'>) => {
    // A sort or filter of the moment is part of what is edited: it is what the person sees.
    const definition = definitionOf(form, state, layout)
    open(form.key, view, { ...draft, definition })
  }
  return {
    edit: (view: View) => {
      const draft = { name: f.words(view.label), audience: audienceOf(view), first: kept.default === idOf(view) }
      start(view, draft)
    },
    create: () => start(null, { name: '', audience: 'me', first: false }),
    duplicate: (view: View) =>
      start(null, { name: t('copyOf', { name: f.words(view.label) }).slice(0, 40), audience: 'me', first: false }),
  }
}
