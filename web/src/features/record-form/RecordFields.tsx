// Labelled controls of a record, one under the other.
import { useFormat } from '@/core/format'
import type { Field, Form } from '@/core/types'
import { FieldEditor } from '@/kinds'
import { Field as Labelled } from '@/ui'
import type { RecordForm } from './recordForm'

type Props = {
  form: Form
  fields: Field[]
  state: Pick<RecordForm, 'values' | 'errors' | 'put'>
  /** The first control does not take the focus. */
  quiet?: boolean
}

export function RecordFields({ form, fields, state, quiet = false }: Props) {
  const f = useFormat()
  return (
    <>
      {fields.map((field, i) => (
        <Labelled
          key={field.key}
          label={f.words(field.label)}
          hint={f.words(field.hint)}
          error={state.errors[field.key]}
          required={field.required}
        >
          {(ids) => (
            <FieldEditor
              field={field}
              form={form}
              value={state.values[field.key] ?? null}
              onChange={(v) => state.put(field.key, v)}
              disabled={field.readonly}
              ids={ids}
              autoFocus={i === 0 && !quiet}
            />
          )}
        </Labelled>
      ))}
    </>
  )
}
