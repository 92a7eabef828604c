// What may be done with the chosen view: edit, duplicate, open it first, arrange, delete with undo.
import { may } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Form, Layout, View } from '@/core/types'
import { useText } from '@/i18n'
import type { SheetRow } from '@/ui'
import { useBeginEditing } from './begin'
import { mayChange } from './changing'
import { idOf, type ListState } from './state'
import { useViewPreference } from './viewPreference'
import { useViews } from './views'

export type ViewActs = { rows: SheetRow[]; create: () => void }

export function useViewActs(form: Form, state: ListState, layout: Layout, onArrange: () => void): ViewActs {
  const t = useText('views')
  const begin = useBeginEditing(form, state, layout)
  const { kept, keep } = useViewPreference(form)
  const remove = useRemoving(form, state)
  const { view } = state
  const arrange: SheetRow = { key: 'arrange', icon: 'sort', label: t('arrange'), onSelect: onArrange }
  const several = (form.views ?? []).length > 1
  if (!view) return { rows: several ? [arrange] : [], create: begin.create }
  const first = kept.default === idOf(view)
  const rows: SheetRow[] = [
    { key: 'duplicate', icon: 'copy', label: t('duplicate'), onSelect: () => begin.duplicate(view) },
    {
      key: 'first',
      icon: 'star',
      label: t(first ? 'unmakeFirst' : 'makeFirst'),
      onSelect: () => void keep({ default: first ? null : idOf(view) }),
    },
    ...(several ? [arrange] : []),
  ]
  if (mayEdit(form, view))
    rows.unshift({ key: 'edit', icon: 'pencil', label: t('edit'), onSelect: () => begin.edit(view) })
  if (mayChange(form, view)) rows.push(remove(view))
  return { rows, create: begin.create }
}

/** With the right to configure also those of the template: what is saved then stands in their place. */
export const mayEdit = (form: Form, view: View): boolean =>
  !view.ready && (mayChange(form, view) || may(form, 'configure'))

/** Deleting with undo; a view in place of the template's gives that one its place back. */
function useRemoving(form: Form, state: ListState): (view: View) => SheetRow {
  const t = useText('list')
  const v = useText('views')
  const f = useFormat()
  const views = useViews(form.key)
  const remove = async (view: View) => {
    const name = f.words(view.label)
    try {
      await views.remove.mutateAsync(view)
    } catch (e) {
      return toast({ text: isProblem(e) ? e.message : String(e) })
    }
    if (!view.key) state.setView(null)
    const again = () => {
      const made = { label: view.label, shared: view.shared, definition: view.definition }
      const body = view.key ? { ...made, key: view.key } : made
      void views.create.mutateAsync(body).then((saved) => state.setView(saved))
    }
    toast({ text: view.key ? v('restored', { name }) : t('view.deleted', { name }), undo: again })
  }
  return (view) => ({
    key: 'delete',
    icon: 'trash',
    danger: true,
    label: view.key ? v('restore') : t('view.delete'),
    onSelect: () => void remove(view),
  })
}
