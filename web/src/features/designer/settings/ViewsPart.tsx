// The views that come with the form: their names, columns and condition.
import { useFormat } from '@/core/format'
import type { Filter, Words } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, IconButton, MultiSelect } from '@/ui'
import { useBench } from '../sight'
import { freeKey } from '../model/keys'
import { inOrder } from '../model/fields'
import { shownFields } from '../model/paths'
import type { FormDef, ViewDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { WordsInput } from '../parts/WordsInput'
import { inBoth } from '../words'
import css from './Settings.module.css'

const COLUMNS = 6

const viewsOf = (form: FormDef): ViewDef[] => form.views ?? []

function added(form: FormDef): FormDef {
  const key = freeKey(
    'view',
    viewsOf(form).map((v) => v.key),
  )
  const known = new Set(shownFields(form).map((f) => f.key))
  const columns = inOrder(form)
    .filter((k) => known.has(k))
    .slice(0, COLUMNS)
  return { ...form, views: [...viewsOf(form), { key, label: inBoth('view'), definition: { columns } }] }
}

export function ViewsPart() {
  const t = useText('designer')
  const { form, edit } = useBench()
  return (
    <section className={css.card}>
      <h2>{t('views')}</h2>
      <p className="caption">{t('viewsHint')}</p>
      {viewsOf(form).map((view) => (
        <ViewEdit key={view.key} view={view} />
      ))}
      <span>
        <Button size="small" icon="plus" onClick={() => edit(added)}>
          {t('addView')}
        </Button>
      </span>
    </section>
  )
}

function ViewEdit({ view }: { view: ViewDef }) {
  const t = useText('designer')
  const f = useFormat()
  const { form, view: formView, edit } = useBench()
  const put = (change: Partial<ViewDef>, run?: string) =>
    edit((x) => ({ ...x, views: viewsOf(x).map((v) => (v.key === view.key ? { ...v, ...change } : v)) }), run)
  const define = (change: { [part: string]: unknown }) => put({ definition: { ...view.definition, ...change } })
  const options = [...shownFields(form), ...formView.system].map((x) => ({
    value: x.key,
    label: f.words(x.label) || x.key,
    search: `${f.words(x.label)} ${x.key}`,
  }))
  const columns = (view.definition.columns as string[] | undefined) ?? []
  return (
    <div className={css.view}>
      <div className={css.two}>
        <Field label={t('label')}>
          {(ids) => (
            <WordsInput
              id={ids.id}
              label={t('label')}
              value={view.label}
              onChange={(label: Words) => put({ label }, `view.${view.key}`)}
            />
          )}
        </Field>
        <Field label={t('viewColumns')}>
          {(ids) => (
            <MultiSelect
              {...ids}
              searchable
              value={columns.filter((key) => options.some((option) => option.value === key))}
              options={options}
              onChange={(next) => define({ columns: next })}
            />
          )}
        </Field>
      </div>
      <div className={css.foot}>
        <ConditionInput
          form={formView}
          label={t('condition')}
          empty={t('allRecords')}
          value={(view.definition.filter as Filter | null | undefined) ?? null}
          onChange={(filter) => define({ filter })}
        />
        <IconButton
          icon="trash"
          size="small"
          label={t('removeNamed', { name: f.words(view.label) })}
          onClick={() => edit((x) => ({ ...x, views: viewsOf(x).filter((v) => v.key !== view.key) }))}
        />
      </div>
    </div>
  )
}
