// Which views a form offers and which is chosen: the same for tabs on a desk and the menu on a phone.
import { useNavigate } from 'react-router'
import { may } from '@/core/forms'
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import type { Form, View } from '@/core/types'
import { useText } from '@/i18n'
import type { SheetRow } from '@/ui'
import type { ListState } from './state'
import { useViews } from './views'

export type Layout = 'table' | 'kanban'
export type ViewChoice = { value: string; label: string }

const ALL = 'all'
const keyOf = (v: View): string => String(v.id ?? v.key)

export function useViewChoices(form: Form, state: ListState, layout: Layout) {
  const t = useText('list')
  const f = useFormat()
  const navigate = useNavigate()
  const views = form.views ?? []
  const named: ViewChoice[] = views.map((v) => ({ value: keyOf(v), label: f.words(v.label) }))
  // A form whose own views end with "all" needs no second one.
  const options = views.some((v) => v.key === ALL) ? named : [...named, { value: ALL, label: t('all') }]
  // Whoever works on the board stays there; from the table a view saved as a board opens as one.
  const go = (key: string) => {
    const view = views.find((v) => keyOf(v) === key)
    const board = layout === 'kanban' || view?.definition.layout === 'kanban'
    const pathname = board ? `/f/${form.key}/kanban` : `/f/${form.key}`
    void navigate({ pathname, search: `view=${view ? key : ALL}` })
  }
  return { options, chosen: state.view ? keyOf(state.view) : ALL, go }
}

/** What may be done with a view of one's own: another name, sharing, deleting with undo. */
export function useOwnViewActs(form: Form, state: ListState, onRename: () => void): SheetRow[] {
  const t = useText('list')
  const f = useFormat()
  const views = useViews(form.key)
  const { view } = state
  if (!view?.mine) return []
  const name = f.words(view.label)
  const remove = async () => {
    await views.remove.mutateAsync(view)
    state.setView(null)
    const again = () =>
      void views.create
        .mutateAsync({ label: name, shared: view.shared, definition: view.definition })
        .then((made) => state.setView(made))
    toast({ text: t('view.deleted', { name }), undo: again })
  }
  const share: SheetRow = {
    key: 'share',
    icon: 'people',
    label: t(view.shared ? 'view.unshare' : 'view.share'),
    onSelect: () => views.change.mutate({ view, change: { shared: !view.shared } }),
  }
  return [
    { key: 'rename', icon: 'pencil', label: t('view.rename'), onSelect: onRename },
    ...(may(form, 'configure') ? [share] : []),
    { key: 'delete', icon: 'trash', danger: true, label: t('view.delete'), onSelect: () => void remove() },
  ]
}
