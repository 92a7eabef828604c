// The exact count, the sums of the money columns, how far the list is loaded.
import { useFormat } from '@/core/format'
import { useAggregate } from '@/core/records'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { summedColumns } from './columns'
import type { ListState } from './state'
import css from './Footer.module.css'

type Props = { form: Form; state: ListState; total: { value: number; exact: boolean } | undefined; loaded: number }

export function Footer({ form, state, total, loaded }: Props) {
  const t = useText('list')
  const f = useFormat()
  const fields = summedColumns(form, state.columns)
  const sums = useSums(form, state, fields)
  const all = total?.exact === true && loaded >= total.value
  return (
    <div className={css.foot}>
      {total && <b>{t(total.exact ? 'count' : 'countCapped', { count: f.number(total.value) })}</b>}
      {fields.map((field, i) => (
        <span key={field.key} className="t2">
          {f.words(field.label)} <b>{sums[i] === undefined ? '…' : f.money(sums[i], field.options?.code)}</b>
        </span>
      ))}
      <span className={css.space} />
      <span className="caption">{all ? t('allLoaded') : t('loaded', { count: f.number(loaded) })}</span>
    </div>
  )
}

/** One number per field, in order; undefined while they are counted. */
function useSums(form: Form, state: ListState, fields: Field[]): (number | undefined)[] {
  const measures = fields.map((field) => ({ agg: 'sum' as const, field: field.key }))
  const query = { measures, filter: state.filter, ...(state.search ? { search: state.search } : {}) }
  const { data } = useAggregate(form.key, query, fields.length > 0)
  const row = data?.rows[0]
  // Without dimensions the only row holds the measures in the order asked.
  return fields.map((_, i) => (row ? Number(row[row.length - fields.length + i] ?? 0) : undefined))
}
