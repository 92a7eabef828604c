// The head of a group of bars.
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import css from './Gantt.module.css'
import type { BarGroup } from './groups'

export function GroupLine({ form, group }: { form: Form; group: BarGroup }) {
  const t = useText('views')
  const f = useFormat()
  const { field, value, spans } = group
  return (
    <div className={css.group}>
      {value === null || !field ? (
        <b>{t('gantt.none')}</b>
      ) : (
        <FieldCell form={form} field={field} row={spans[0]?.row} value={value} />
      )}
      <span className="t3">{f.number(spans.length)}</span>
    </div>
  )
}
