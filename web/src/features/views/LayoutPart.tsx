// How the view looks at the records, and what that way of looking needs to know.
import { fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Field as FormField, Form, Layout, ViewDefinition } from '@/core/types'
import {
  calendarOf,
  dateFields,
  galleryOf,
  ganttOf,
  LAYOUT_ICONS,
  pictureFields,
  possibleLayouts,
} from '@/features/list/layouts'
import { useViewEditor } from '@/features/list/preview'
import { defaultColumns, mayGroup } from '@/features/list/state'
import { useText } from '@/i18n'
import { Field, MultiSelect, Segmented, Select } from '@/ui'
import css from './views.module.css'

type Props = { form: Form; definition: ViewDefinition }

export function LayoutPart({ form, definition }: Props) {
  const t = useText('views')
  const l = useText('list')
  const define = useViewEditor((s) => s.define)
  const layout = definition.layout ?? 'table'
  const choose = (to: Layout) => {
    const calendar = to === 'calendar' ? calendarOf(form, definition) : null
    const gantt = to === 'gantt' ? ganttOf(form, definition) : null
    const gallery = to === 'gallery' ? galleryOf(form, definition, definition.columns ?? defaultColumns(form)) : null
    define({
      layout: to,
      ...(calendar ? { calendar } : {}),
      ...(gantt ? { gantt } : {}),
      ...(gallery ? { gallery } : {}),
    })
  }
  return (
    <div className={css.basics}>
      <Field label={t('layout')}>
        {() => (
          <Segmented<Layout>
            block
            value={layout}
            onChange={choose}
            options={possibleLayouts(form).map((each) => ({
              value: each,
              icon: LAYOUT_ICONS[each],
              label: <span className={css.layoutName}>{l(each)}</span>,
              name: l(each),
            }))}
            aria-label={t('layout')}
          />
        )}
      </Field>
      {layout === 'calendar' && <CalendarPart form={form} definition={definition} />}
      {layout === 'gantt' && <GanttPart form={form} definition={definition} />}
      {layout === 'gallery' && <GalleryPart form={form} definition={definition} />}
    </div>
  )
}

type PickProps = {
  label: string
  fields: FormField[]
  value: string | null | undefined
  onChange: (key: string | null) => void
  optional?: boolean
}

function Pick({ label, fields, value, onChange, optional = false }: PickProps) {
  const f = useFormat()
  return (
    <Field label={label}>
      {(ids) => (
        <Select
          id={ids.id}
          aria-label={label}
          options={fields.map((field) => ({ value: field.key, label: f.words(field.label) }))}
          value={value ?? null}
          onChange={(key) => (key || optional) && onChange(key)}
          clearable={optional}
        />
      )}
    </Field>
  )
}

const COLOURING = new Set(['choice', 'stage'])

function CalendarPart({ form, definition }: Props) {
  const t = useText('views')
  const define = useViewEditor((s) => s.define)
  const set = calendarOf(form, definition)
  if (!set) return null
  const put = (change: Partial<typeof set>) => define({ calendar: { ...set, ...change } })
  const dates = dateFields(form)
  const others = dates.filter((field) => field.key !== set.start)
  return (
    <div className={css.pair}>
      <Pick label={t('startField')} fields={dates} value={set.start} onChange={(key) => key && put({ start: key })} />
      <Pick label={t('endField')} fields={others} value={set.end} onChange={(end) => put({ end })} optional />
      <Pick
        label={t('colourBy')}
        fields={fieldsOf(form).filter((field) => COLOURING.has(field.kind))}
        value={set.colour_by}
        onChange={(key) => put({ colour_by: key })}
        optional
      />
    </div>
  )
}

function GanttPart({ form, definition }: Props) {
  const t = useText('views')
  const define = useViewEditor((s) => s.define)
  const set = ganttOf(form, definition)
  if (!set) return null
  const put = (change: Partial<typeof set>) => define({ gantt: { ...set, ...change } })
  const dates = dateFields(form)
  const groups = fieldsOf(form).filter((field) => mayGroup(field) && !dates.includes(field))
  return (
    <div className={css.pair}>
      <Pick label={t('startField')} fields={dates} value={set.start} onChange={(key) => key && put({ start: key })} />
      <Pick label={t('endField')} fields={dates} value={set.end} onChange={(key) => key && put({ end: key })} />
      <Pick label={t('groupBy')} fields={groups} value={set.group} onChange={(group) => put({ group })} optional />
    </div>
  )
}

function GalleryPart({ form, definition }: Props) {
  const t = useText('views')
  const f = useFormat()
  const define = useViewEditor((s) => s.define)
  const set = galleryOf(form, definition, definition.columns ?? defaultColumns(form))
  const shown = fieldsOf(form).filter((field) => field.key !== form.title)
  return (
    <>
      <Pick
        label={t('cover')}
        fields={pictureFields(form)}
        value={set.cover}
        onChange={(cover) => define({ gallery: { ...set, cover } })}
        optional
      />
      <Field label={t('cardFields')}>
        {(ids) => (
          <MultiSelect
            id={ids.id}
            aria-label={t('cardFields')}
            options={shown.map((field) => ({ value: field.key, label: f.words(field.label) }))}
            value={set.fields}
            onChange={(fields) => define({ gallery: { ...set, fields: fields.slice(0, 6) } })}
          />
        )}
      </Field>
    </>
  )
}
