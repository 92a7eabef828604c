// How to look at the list: table, board, calendar, gallery, Gantt chart, as far as the form offers them.
import { useNavigate } from 'react-router'
import type { Form, Layout } from '@/core/types'
import { useText } from '@/i18n'
import { Segmented } from '@/ui'
import { LAYOUT_ICONS, layoutRoute, layoutsOf } from './layouts'
import { idOf, type ListState } from './state'

type Props = { form: Form; state: ListState; layout: Layout }

export function LayoutSwitch({ form, state, layout }: Props) {
  const t = useText('list')
  const navigate = useNavigate()
  const offered = layoutsOf(form, { layout })
  if (offered.length < 2) return null
  const go = (to: Layout) => {
    const search = new URLSearchParams(state.params)
    // Named, or a default view would bring its own layout back.
    if (!search.has('view') && !search.has('filter')) search.set('view', state.view ? idOf(state.view) : 'all')
    void navigate({ pathname: layoutRoute(form.key, to), search: search.toString() })
  }
  return (
    <Segmented
      value={layout}
      onChange={go}
      size="small"
      options={offered.map((each) => ({ value: each, icon: LAYOUT_ICONS[each], name: t(each) }))}
      aria-label={t('layouts')}
    />
  )
}
