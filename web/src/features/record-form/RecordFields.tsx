// Labelled controls of a record, one under the other; each is drawn anew only when something of its own changes.
import { memo } from 'react'
import { useFormat } from '@/core/format'
import type { Field, Form, Value } from '@/core/types'
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
  return (
    <>
      {fields.map((field, i) => (
        <OneField
          key={field.key}
          form={form}
          field={field}
          value={state.values[field.key] ?? null}
          error={state.errors[field.key]}
          put={state.put}
          focused={i === 0 && !quiet}
        />
      ))}
    </>
  )
}

type OneProps = {
  form: Form
  field: Field
  value: Value
  error: string | undefined
  put: RecordForm['put']
  focused: boolean
}

const OneField = memo(function OneField({ form, field, value, error, put, focused }: OneProps) {
  const f = useFormat()
  return (
    <Labelled label={f.words(field.label)} hint={f.words(field.hint)} error={error} required={field.required}>
      {(ids) => (
        <FieldEditor
          field={field}
          form={form}
          value={value}
          onChange={(v) => put(field.key, v)}
          disabled={field.readonly}
          ids={ids}
          autoFocus={focused}
        />
      )}
    </Labelled>
  )
})
