// The other forms in which a key looks, field by field.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Select } from '@/ui'
import { useBench } from '../sight'
import { fieldAt } from '../model/paths'
import type { TwinKeyDef } from '../model/types'
import css from './Settings.module.css'

type Props = { twin: TwinKeyDef; put: (change: Partial<TwinKeyDef>) => void }
type Place = NonNullable<TwinKeyDef['also_in']>[number]

export function TwinPlaces({ twin, put }: Props) {
  const t = useText('twins')
  const places = twin.also_in ?? []
  const set = (also_in: Place[]) => put({ also_in })
  return (
    <Field label={t('design.also')} hint={t('design.alsoHint')}>
      {() => (
        <div className={css.places}>
          {places.map((place, i) => (
            <OnePlace
              key={i}
              twin={twin}
              place={place}
              onChange={(next) => set(places.map((p, j) => (j === i ? next : p)))}
              onRemove={() => set(places.filter((_, j) => j !== i))}
            />
          ))}
          <span>
            <Button size="small" look="text" icon="plus" onClick={() => set([...places, { form: '', fields: {} }])}>
              {t('design.addForm')}
            </Button>
          </span>
        </div>
      )}
    </Field>
  )
}

type OneProps = { twin: TwinKeyDef; place: Place; onChange: (place: Place) => void; onRemove: () => void }

function OnePlace({ twin, place, onChange, onRemove }: OneProps) {
  const t = useText('twins')
  const f = useFormat()
  const { form } = useBench()
  const forms = (useForms().data?.items ?? []).filter((x) => x.key !== form.key)
  const target = forms.find((x) => x.key === place.form)
  return (
    <div className={css.place}>
      <Select
        size="small"
        searchable
        aria-label={t('design.form')}
        placeholder={t('design.form')}
        value={place.form || null}
        options={forms.map((x) => ({ value: x.key, label: f.words(x.label) }))}
        onChange={(key) => onChange({ form: key ?? '', fields: {} })}
      />
      {target &&
        twin.fields.map((own) => {
          const label = t('design.theirField', { field: f.words(fieldAt(form, own)?.label) || own })
          return (
            <Select
              key={own}
              size="small"
              searchable
              aria-label={label}
              placeholder={label}
              value={place.fields[own] ?? null}
              options={target.fields.map((x) => ({ value: x.key, label: f.words(x.label) }))}
              onChange={(key) => onChange({ ...place, fields: { ...place.fields, [own]: key ?? '' } })}
            />
          )
        })}
      <IconButton icon="close" size="small" tone="quiet" label={t('design.removeForm')} onClick={onRemove} />
    </div>
  )
}
