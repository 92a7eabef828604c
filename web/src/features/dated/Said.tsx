// How many records of the stretch are shown, by which date, and honestly when there are more.
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { MOST } from './range'

export function Said({ form, by, range }: { form: Form; by: string; range: { rows: unknown[]; cut: boolean } }) {
  const t = useText('views')
  const f = useFormat()
  const many = range.cut ? t('firstOnly', { count: MOST }) : t('onDay', { count: range.rows.length })
  return <>{`${t('by', { field: f.words(fieldOf(form, by)?.label) })} · ${many}`}</>
}
