// The settings of a query control: where it looks, what it shows and how many.
import { fieldsOf, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, NumberInput } from '@/ui'
import type { QueryDef } from '../model/types'
import { ListSlot } from '../parts/ListSlot'
import { LookEditor } from './LookEditor'

type Props = { query: QueryDef; onChange: (query: QueryDef) => void }

export function QueryPart({ query, onChange }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const target = useForms().data?.items.find((x) => x.key === query.form)
  return (
    <>
      <LookEditor
        value={query}
        onChange={(look) =>
          onChange({ ...query, ...look, columns: look.form === query.form ? (query.columns ?? []) : [] })
        }
      />
      {target && (
        <>
          <Field label={t('queryColumns')}>
            {() => (
              <ListSlot
                label={t('queryColumns')}
                options={fieldsOf(target).map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
                value={query.columns ?? []}
                onChange={(columns) => onChange({ ...query, columns })}
                empty={t('actOn')}
              />
            )}
          </Field>
          <Field label={t('queryLimit')}>
            {(ids) => (
              <NumberInput
                {...ids}
                min={1}
                max={50}
                decimals={0}
                value={query.limit ?? 10}
                onChange={(limit) => onChange({ ...query, limit: limit ?? 10 })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}
