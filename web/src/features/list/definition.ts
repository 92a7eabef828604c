// What is shown now, as a view's definition.
import type { Form, Layout, ViewDefinition } from '@/core/types'
import { calendarOf, ganttOf } from './layouts'
import type { ListState } from './state'

/** On top of what the view has besides; a calendar and a Gantt chart name the dates that they go by. */
export function definitionOf(form: Form, s: ListState, layout: Layout): ViewDefinition {
  const { group: _before, ...kept } = s.definition
  const calendar = layout === 'calendar' ? calendarOf(form, kept) : null
  const gantt = layout === 'gantt' ? ganttOf(form, kept) : null
  return {
    ...kept,
    columns: s.columns,
    filter: s.filter,
    sort: s.sort,
    layout,
    ...(s.group ? { group: s.group } : {}),
    ...(calendar ? { calendar } : {}),
    ...(gantt ? { gantt } : {}),
  }
}
