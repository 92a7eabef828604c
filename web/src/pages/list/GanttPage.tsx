// A form's records as bars over time.
import type { Form } from '@/core/types'
import { Gantt } from '@/features/gantt/Gantt'
import { Around, useCreating } from '@/features/list/Around'
import { ganttOf } from '@/features/list/layouts'
import { useListState } from '@/features/list/state'
import { useText } from '@/i18n'
import { EmptyState } from '@/ui'

export default function GanttPage({ form }: { form: Form }) {
  const t = useText('views')
  const state = useListState(form)
  const creating = useCreating(state)
  const settings = ganttOf(form, state.definition)
  return (
    <Around form={form} state={state} layout="gantt" creating={creating} start={{}}>
      {settings ? (
        <Gantt form={form} state={state} settings={settings} />
      ) : (
        <EmptyState what={t('noDates.what')} why={t('noDates.why')} />
      )}
    </Around>
  )
}
