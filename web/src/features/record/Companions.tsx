// What a change newly calls for stands under it, so that both are saved in one go.
import { ruled, type Ruling, type Values } from '@/core/rules'
import { useFormat } from '@/core/format'
import type { Field, Form, Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor, isEmpty } from '@/kinds'
import { Button, Field as Labelled } from '@/ui'
import css from './Record.module.css'

type Props = {
  form: Form
  fields: Field[]
  values: Values
  ruling: Ruling
  error: (key: string) => string | undefined
  onChange: (key: string, value: Value) => void
  onSave: () => void
}

export function Companions({ form, fields, values, ruling, error, onChange, onSave }: Props) {
  const t = useText('record')
  const c = useText('common')
  const f = useFormat()
  const ready = fields.every((field) => !isEmpty(values[field.key]))
  return (
    <div className={css.companions}>
      <p className="caption">{t('alsoNeeded')}</p>
      {fields.map((field) => (
        <Labelled key={field.key} label={f.words(field.label)} required error={error(field.key)}>
          {(ids) => (
            <FieldEditor
              ids={ids}
              form={form}
              field={ruled(field, ruling, values[field.key])}
              value={values[field.key] ?? null}
              onChange={(value) => onChange(field.key, value)}
              size="small"
            />
          )}
        </Labelled>
      ))}
      <Button size="small" look="primary" disabled={!ready} onClick={onSave}>
        {c('save')}
      </Button>
    </div>
  )
}

/** The fields that a change newly requires and nobody has filled in; `kept` stay while they are being filled in. */
export const neededBy = (form: Form, ruling: Ruling, values: Values, own: string, kept: string[]): Field[] =>
  form.fields.filter(
    (field) =>
      field.key !== own &&
      !field.readonly &&
      !ruling.hidden.has(field.key) &&
      ruling.asked.has(field.key) &&
      (isEmpty(values[field.key]) || kept.includes(field.key)),
  )
