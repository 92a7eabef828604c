// The settings of a lookup: by which relation, which field there.
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { useText } from '@/i18n'
import { Field, Select } from '@/ui'
import { useBench } from '../sight'
import css from '../panel/Panel.module.css'
import { detailOf } from '../model/paths'
import { relationsOf, rowsForm, shownBy } from './gathering'
import type { KindOptionsProps } from './kindOptions'

export function LookupOptions({ options, put, problem }: KindOptionsProps) {
  const t = useText('designer')
  const f = useFormat()
  const { view, chosen } = useBench()
  const forms = useForms().data?.items ?? []
  const detail = detailOf(chosen.fields[0] ?? '')
  const beside =
    detail === null
      ? view
      : rowsForm(
          view,
          view.fields.find((x) => x.key === detail),
        )
  const relations = relationsOf(beside)
  const relation = relations.find((x) => x.key === options.relation)
  const target = relation?.options?.target
  const there = target === view.key ? view : forms.find((x) => x.key === target)
  return (
    <div className={css.options}>
      <Field
        label={t('lookup.relation')}
        hint={relations.length === 0 ? t('lookup.nothing') : undefined}
        error={problem('relation')}
        required
      >
        {(ids) => (
          <Select
            {...ids}
            searchable
            value={relation?.key ?? null}
            onChange={(key) => key && key !== options.relation && put({ relation: key, field: '' })}
            options={relations.map((x) => ({ value: x.key, label: f.words(x.label) }))}
          />
        )}
      </Field>
      {there && (
        <Field label={t('lookup.field')} hint={t('lookup.rights')} error={problem('field')} required>
          {(ids) => (
            <Select
              {...ids}
              searchable
              value={options.field ? String(options.field) : null}
              onChange={(key) => key && put({ field: key })}
              options={shownBy(there).map((x) => ({ value: x.key, label: f.words(x.label) }))}
            />
          )}
        </Field>
      )}
    </div>
  )
}
