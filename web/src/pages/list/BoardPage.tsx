// The board of a staged form: the list's head and filters over columns of cards.
import { useNavigate } from 'react-router'
import { hasStages } from '@/core/forms'
import { listRoute } from '@/core/routes'
import type { Filter, Form } from '@/core/types'
import { KanbanBoard } from '@/features/kanban/KanbanBoard'
import { coloursOf, groundIn } from '@/features/list/colouring'
import { Around, useCreating } from '@/features/list/Around'
import { useListState } from '@/features/list/state'
import { useText } from '@/i18n'
import { EmptyState } from '@/ui'

export default function BoardPage({ form }: { form: Form }) {
  const t = useText('kanban')
  const navigate = useNavigate()
  const state = useListState(form)
  const creating = useCreating(state)
  if (!hasStages(form)) return <EmptyState what={t('noStages')} why={t('noStagesWhy')} />
  const query = {
    filter: state.filter,
    ...(state.search ? { search: state.search } : {}),
    ...coloursOf(state.definition),
  }
  return (
    <Around form={form} state={state} layout="kanban" creating={creating} start={{ stage: creating.value }}>
      <KanbanBoard
        form={form}
        query={query}
        onAdd={creating.open}
        onStage={(stage) => void navigate(listRoute(form.key, within(state.filter, stage)))}
        ground={(row) => groundIn(state.definition, row)}
      />
    </Around>
  )
}

/** The board's filter narrowed to one stage. */
function within(filter: Filter | null, stage: string): Filter {
  const one: Filter = { field: 'stage', op: 'eq', value: stage }
  return filter ? { and: [filter, one] } : one
}
