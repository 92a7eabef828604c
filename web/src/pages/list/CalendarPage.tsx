// A form's records as a calendar.
import { useFormat } from '@/core/format'
import { fieldOf, may } from '@/core/forms'
import type { Form } from '@/core/types'
import { Calendar } from '@/features/calendar/Calendar'
import { valueOn } from '@/features/dated/span'
import { Around, useCreating } from '@/features/list/Around'
import { calendarOf } from '@/features/list/layouts'
import { useListState } from '@/features/list/state'
import { useText } from '@/i18n'
import { EmptyState } from '@/ui'

export default function CalendarPage({ form }: { form: Form }) {
  const t = useText('views')
  const f = useFormat()
  const state = useListState(form)
  const creating = useCreating(state)
  const settings = calendarOf(form, state.definition)
  const field = settings ? fieldOf(form, settings.start) : undefined
  const day = creating.value
  const start = field && day ? { [field.key]: valueOn(field.kind, day, f.zone) } : {}
  const onAdd = may(form, 'create') && field && !field.readonly ? creating.open : undefined
  return (
    <Around form={form} state={state} layout="calendar" creating={creating} start={start}>
      {settings ? (
        <Calendar form={form} state={state} settings={settings} onAdd={onAdd} />
      ) : (
        <EmptyState what={t('noDates.what')} why={t('noDates.why')} />
      )}
    </Around>
  )
}
