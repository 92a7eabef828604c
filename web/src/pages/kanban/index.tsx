// The board of a staged form: the list's head and filters over columns of cards.
import { useNavigate, useParams } from 'react-router'
import { hasStages, useForm } from '@/core/forms'
import { listRoute } from '@/core/routes'
import type { Filter, Form } from '@/core/types'
import { KanbanBoard } from '@/features/kanban/KanbanBoard'
import { ListHead } from '@/features/list/ListHead'
import { useListState } from '@/features/list/state'
import { Toolbar } from '@/features/list/Toolbar'
import { CreateDrawer } from '@/features/record-form/CreateDrawer'
import { useText } from '@/i18n'
import { EmptyState, ErrorState, SkeletonRows } from '@/ui'

export default function KanbanPage() {
  const { form: key = '' } = useParams()
  const t = useText('kanban')
  const { data: form, error, isPending, refetch } = useForm(key)
  if (isPending) return <SkeletonRows count={6} height="108px" />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!form || !hasStages(form)) return <EmptyState what={t('noStages')} why={t('noStagesWhy')} />
  return <Board key={key} form={form} />
}

function Board({ form }: { form: Form }) {
  const navigate = useNavigate()
  const state = useListState(form)
  const creating = state.params.get('new')
  const create = (stage: string | null) => {
    const next = new URLSearchParams(state.params)
    if (stage) next.set('new', stage)
    else next.delete('new')
    state.setParams(next, { replace: true })
  }
  const query = { filter: state.filter, ...(state.search ? { search: state.search } : {}) }
  return (
    <>
      <ListHead form={form} state={state} onCreate={() => create('1')} layout="kanban" />
      <Toolbar form={form} state={state} total={undefined} layout="kanban" />
      <KanbanBoard
        form={form}
        query={query}
        onAdd={create}
        onStage={(stage) => void navigate(listRoute(form.key, within(state.filter, stage)))}
      />
      <CreateDrawer
        form={form}
        open={creating !== null}
        onClose={() => create(null)}
        onCreated={(row) => void navigate(`/f/${form.key}/${row.id}`)}
        {...(creating && creating !== '1' ? { start: { stage: creating } } : {})}
      />
    </>
  )
}

/** The board's filter narrowed to one stage. */
function within(filter: Filter | null, stage: string): Filter {
  const one: Filter = { field: 'stage', op: 'eq', value: stage }
  return filter ? { and: [filter, one] } : one
}
