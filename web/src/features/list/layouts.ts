// The ways to look at a list: which a form offers, where each lives, and what it takes where a view says nothing.
import { fieldOf, hasStages } from '@/core/forms'
import type {
  CalendarSettings,
  Field,
  Form,
  GallerySettings,
  GanttSettings,
  Layout,
  Tint,
  View,
  ViewDefinition,
} from '@/core/types'
import type { IconName } from '@/ui'

export type { Layout }
export const LAYOUTS: Layout[] = ['table', 'kanban', 'calendar', 'gallery', 'gantt']
export const LAYOUT_ICONS: { [layout in Layout]: IconName } = {
  table: 'table',
  kanban: 'kanban',
  calendar: 'calendar',
  gallery: 'gallery',
  gantt: 'gantt',
}
/** Colours of rows and cards; none of them is warm. */
export const TINTS: Tint[] = ['blue', 'cyan', 'purple', 'pink', 'grey']

export const layoutRoute = (form: string, layout: Layout): string =>
  layout === 'table' ? `/f/${form}` : `/f/${form}/${layout}`

/** The layout an address of a list names. */
export function layoutIn(pathname: string): Layout {
  const last = pathname.split('/')[3] as Layout | undefined
  return last && LAYOUTS.includes(last) ? last : 'table'
}

export const layoutOf = (view: View | null | undefined): Layout => view?.definition.layout ?? 'table'

const isDate = (field: Field): boolean => field.kind === 'date' || field.kind === 'datetime'

/** Days and moments of the form itself first, then those the system keeps. */
export const dateFields = (form: Form): Field[] => [...form.fields.filter(isDate), ...form.system.filter(isDate)]

export const pictureFields = (form: Form): Field[] =>
  form.fields.filter((field) => field.kind === 'image' || field.kind === 'file')

/** Which ways to look at it make sense for the form; one that the view names always does. */
export function layoutsOf(form: Form, definition: ViewDefinition = {}): Layout[] {
  const own = form.fields.filter(isDate).length
  const offered: { [layout in Layout]: boolean } = {
    table: true,
    kanban: hasStages(form),
    calendar: own > 0 || fieldOf(form, 'next_activity_at') !== undefined,
    gallery: form.fields.some((field) => field.kind === 'image'),
    gantt: own > 1,
  }
  return LAYOUTS.filter((each) => offered[each] || definition.layout === each)
}

/** The calendar's fields; what was deleted or is hidden from the reader falls back on what there is. */
export function calendarOf(form: Form, definition: ViewDefinition): CalendarSettings | null {
  const set = definition.calendar
  const start = known(form, set?.start) ?? dateFields(form)[0]?.key
  if (!start) return null
  return { start, end: known(form, set?.end), colour_by: known(form, set?.colour_by) }
}

export function ganttOf(form: Form, definition: ViewDefinition): GanttSettings | null {
  const set = definition.gantt
  const dates = dateFields(form)
  const start = known(form, set?.start) ?? dates[0]?.key
  const end = known(form, set?.end) ?? dates.find((field) => field.key !== start)?.key
  return start && end ? { start, end, group: known(form, set?.group) } : null
}

export function galleryOf(form: Form, definition: ViewDefinition, columns: string[]): Required<GallerySettings> {
  const set = definition.gallery
  const cover = known(form, set?.cover) ?? form.fields.find((field) => field.kind === 'image')?.key ?? null
  const fields = set?.fields?.filter((key) => fieldOf(form, key)) ?? columns
  return { cover, fields: fields.filter((key) => key !== form.title && key !== cover).slice(0, 6) }
}

/** Everything that could be chosen for it. */
export const possibleLayouts = (form: Form): Layout[] =>
  LAYOUTS.filter((each) => {
    if (each === 'kanban') return hasStages(form)
    if (each === 'calendar') return dateFields(form).length > 0
    return each !== 'gantt' || dateFields(form).length > 1
  })

const known = (form: Form, key: string | null | undefined): string | null => (key && fieldOf(form, key) ? key : null)
