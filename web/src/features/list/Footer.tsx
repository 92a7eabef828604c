// The exact count, the sums of the money columns, how far the list is loaded.
import { useFormat } from '@/core/format'
import { useAggregate } from '@/core/records'
import type { Field, Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { summedColumns } from './columns'
import type { ListState } from './state'
import css from './Footer.module.css'

type Props = { form: Form; state: ListState; total: { value: number; exact: boolean } | undefined; rows: Row[] }

export function Footer({ form, state, total, rows }: Props) {
  const t = useText('list')
  const f = useFormat()
  const fields = summedColumns(form, state.columns)
  const all = total?.exact === true && rows.length >= total.value
  const sums = useSums(form, state, fields, rows, all)
  return (
    <div className={css.foot}>
      {total && <b>{t(total.exact ? 'count' : 'countCapped', { count: f.number(total.value) })}</b>}
      {sums &&
        fields.map((field, i) => (
          <span key={field.key} className="t2">
            {f.words(field.label)} <b>{sums[i] === undefined ? '…' : f.money(sums[i], field.options?.code)}</b>
          </span>
        ))}
      <span className={css.space} />
      <span className="caption">{all ? t('allLoaded') : t('loaded', { count: f.number(rows.length) })}</span>
    </div>
  )
}

/**
 * One number per field, in order; undefined while they are counted. Sums follow the filter, not the words searched for:
 * under a search they are added up here, and only once everything found is loaded.
 */
function useSums(
  form: Form,
  state: ListState,
  fields: Field[],
  rows: Row[],
  all: boolean,
): (number | undefined)[] | null {
  const measures = fields.map((field) => ({ agg: 'sum' as const, field: field.key }))
  const asked = fields.length > 0 && !state.search
  const { data } = useAggregate(form.key, { measures, filter: state.filter }, asked)
  if (state.search) return all ? fields.map((field) => rows.reduce((n, r) => n + Number(r[field.key] ?? 0), 0)) : null
  return fields.map((_, i) => (data?.rows[0] ? Number(data.rows[0][i] ?? 0) : undefined))
}
