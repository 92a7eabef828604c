// The exact count, the sums of the money columns, how far the list is loaded.
import { useFormat } from '@/core/format'
import { useAggregate } from '@/core/records'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { summedColumns } from './columns'
import type { Grouping } from './grouping'
import type { ListState } from './state'
import css from './Footer.module.css'

type Props = {
  form: Form
  state: ListState
  total: { value: number; exact: boolean } | undefined
  loaded: number
  grouping: Grouping | null
}

export function Footer({ form, state, total, loaded, grouping }: Props) {
  const t = useText('list')
  const f = useFormat()
  const fields = summedColumns(form, state.columns)
  const all = total?.exact === true && loaded >= total.value
  const sums = useSums(form, state, fields)
  const said = grouping
    ? t(grouping.cut ? 'group.cut' : 'group.count', { count: grouping.groups.length })
    : all
      ? t('allLoaded')
      : t('loaded', { count: loaded })
  return (
    <div className={css.foot}>
      {total && <b>{t(total.exact ? 'count' : 'countCapped', { count: total.value })}</b>}
      {fields.map((field, i) => (
        <span key={field.key} className="t2">
          {f.words(field.label)} <b>{sums[i] === undefined ? '…' : f.money(sums[i], field.options?.code)}</b>
        </span>
      ))}
      <span className={css.space} />
      <span className="caption">{said}</span>
    </div>
  )
}

/** One number per field, in order; undefined while they are counted. */
function useSums(form: Form, state: ListState, fields: Field[]): (number | undefined)[] {
  const measures = fields.map((field) => ({ agg: 'sum' as const, field: field.key }))
  const query = { measures, filter: state.filter, ...(state.search ? { search: state.search } : {}) }
  const { data } = useAggregate(form.key, query, fields.length > 0)
  return fields.map((_, i) => (data?.rows[0] ? Number(data.rows[0][i] ?? 0) : undefined))
}
