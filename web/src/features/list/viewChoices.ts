// Which views a form offers and which is chosen: the same for tabs on a desk and the menu on a phone.
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import type { Form, Layout } from '@/core/types'
import { useText } from '@/i18n'
import { isIconName, type IconName } from '@/ui'
import { layoutOf, layoutRoute } from './layouts'
import { idOf, type ListState } from './state'

export type ViewChoice = { value: string; label: string; icon?: IconName }

const ALL = 'all'

export function useViewChoices(form: Form, state: ListState, layout: Layout) {
  const t = useText('list')
  const f = useFormat()
  const navigate = useNavigate()
  const views = form.views ?? []
  const named: ViewChoice[] = views.map((v) => {
    const { icon } = v.definition
    return { value: idOf(v), label: f.words(v.label), ...(isIconName(icon) ? { icon } : {}) }
  })
  // A form whose own views end with "all" needs no second one.
  // Else it stands before the ready ones, which nobody made, where these come last.
  const made = views.findLastIndex((v) => !v.ready) + 1
  const all = { value: ALL, label: t('all') }
  const options = views.some((v) => v.key === ALL) ? named : [...named.slice(0, made), all, ...named.slice(made)]
  // Whoever works on the board stays there for views of the table; any other view opens as it was saved.
  const go = (key: string) => {
    const view = views.find((v) => idOf(v) === key)
    const saved = layoutOf(view)
    const pathname = layoutRoute(form.key, saved === 'table' && layout === 'kanban' ? 'kanban' : saved)
    void navigate({ pathname, search: `view=${view ? key : ALL}` })
  }
  return { options, chosen: state.view ? idOf(state.view) : ALL, go }
}
