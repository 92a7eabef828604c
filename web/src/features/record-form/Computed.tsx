// What follows from what is being filled in, before it is saved; loaded only for forms that work something out.
import { useMemo, useState } from 'react'
import { useFunctions } from '@/core/formula/checking'
import type { Setting } from '@/core/formula/context'
import { type Day, Moment } from '@/core/formula/moments'
import { preview } from '@/core/formula/preview'
import { useFormat } from '@/core/format'
import { useMe } from '@/core/session'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import type { Values } from './recordForm'
import css from './record-form.module.css'

export default function Computed({ form, values }: { form: Form; values: Values }) {
  const t = useText('formula')
  const f = useFormat()
  const setting = useSetting()
  const found = useMemo(() => preview(form, values, setting), [form, values, setting])
  const fields = form.fields.filter((field) => field.key in found)
  return (
    <section className={css.computed} aria-label={t('computed')}>
      <h3 className="caption">{t('computed')}</h3>
      <dl>
        {fields.map((field) => (
          <div key={field.key}>
            <dt className="t3">{f.words(field.label)}</dt>
            <dd>
              <FieldCell field={field} form={form} value={found[field.key]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The workspace's clock and calendar, as of now. */
function useSetting(): Setting {
  const { zone } = useFormat()
  const weekStart = useMe().workspace.week_start
  const [now] = useState(() => Date.now())
  const calendar = useFunctions().data?.calendar
  return useMemo(() => {
    const [holidays, workdays] = [new Set(calendar?.holidays), new Set(calendar?.workdays)]
    const isWorkday = (day: Day): boolean => workdays.has(day.iso()) || (day.weekday <= 5 && !holidays.has(day.iso()))
    return { now: new Moment(now), zone, weekStart, isWorkday }
  }, [calendar, now, zone, weekStart])
}
