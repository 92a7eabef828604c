// The records of another form that match the record at hand, anew as it is written; nothing of it is stored.
import { Link } from 'react-router'
import { fieldOf, useForms } from '@/core/forms'
import { useMatches } from '@/core/linked'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { useSettled } from '@/core/search'
import { titleOf } from '@/core/titles'
import type { Form, LayoutElement, Row, Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell, isEmpty, kindOf, toWrite } from '@/kinds'
import { ErrorState, SkeletonRows } from '@/ui'
import css from './linked.module.css'

type Query = NonNullable<LayoutElement['query']>
type Props = { form: Form; element: LayoutElement; query: Query; values: { [key: string]: Value } }

export function QueryView({ form, element, query, values }: Props) {
  const t = useText('linked')
  const f = useFormat()
  const target = useForms().data?.items.find((x) => x.key === query.form)
  const given = JSON.stringify(
    toWrite(form.fields, Object.fromEntries(query.of.map((key) => [key, values[key] ?? null]))),
  )
  const settled = useSettled(given, 300)
  const missing = query.of.filter((key) => isEmpty(values[key]))
  const found = useMatches(form.key, element.key, JSON.parse(settled) as Props['values'], missing.length === 0)
  if (!target) return null
  const label = f.words(element.label) || f.words(target.plural) || f.words(target.label)
  const items = missing.length ? [] : (found.data?.items ?? [])
  const total = found.data?.total
  return (
    <section className={css.query} aria-label={label}>
      <h4>
        {label}
        {total && missing.length === 0 && (
          <span className="caption">{t('found', { count: total.value, more: total.exact ? '' : '+' })}</span>
        )}
      </h4>
      {missing.length > 0 && (
        <p className="caption">
          {t('fillFirst', { fields: missing.map((key) => nameOf(form, key, f.words)).join(t('comma')) })}
        </p>
      )}
      {missing.length === 0 && found.isPending && <SkeletonRows count={2} height="28px" />}
      {found.isError && <ErrorState error={found.error} retry={() => void found.refetch()} compact />}
      {missing.length === 0 && found.isSuccess && items.length === 0 && <p className="caption">{t('nothing')}</p>}
      {items.length > 0 && <Matches target={target} columns={query.columns} items={items} />}
    </section>
  )
}

const nameOf = (form: Form, key: string, words: (w: Form['label']) => string): string => {
  const field = fieldOf(form, key)
  return field ? words(field.label) : key
}

function Matches({ target, columns, items }: { target: Form; columns: string[]; items: Row[] }) {
  const f = useFormat()
  const fields = columns.map((key) => fieldOf(target, key)).filter((x) => x !== undefined)
  return (
    <div className={css.scroll}>
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.key} className={kindOf(field.kind).align && css.right}>
                {f.words(field.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              {fields.map((field, i) => (
                <td key={field.key} className={kindOf(field.kind).align && css.right}>
                  {i === 0 ? (
                    <Link to={recordRoute(target.key, item.id)}>
                      {field.key === target.title ? (
                        titleOf(item) || `#${item.id}`
                      ) : (
                        <FieldCell form={target} field={field} value={item[field.key]} row={item} />
                      )}
                    </Link>
                  ) : (
                    <FieldCell form={target} field={field} value={item[field.key]} row={item} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
