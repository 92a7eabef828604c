// Labelled controls of a record, one under the other or as many side by side as their section says.
import type { CSSProperties } from 'react'
import { useFormat } from '@/core/format'
import type { Field, Form } from '@/core/types'
import { FieldEditor } from '@/kinds'
import { Field as Labelled } from '@/ui'
import { runsOf } from './columns'
import css from './record-form.module.css'
import type { RecordForm } from './recordForm'

type Props = { form: Form; fields: Field[]; state: Pick<RecordForm, 'values' | 'errors' | 'put'> }

export function RecordFields({ form, fields, state }: Props) {
  return (
    <>
      {runsOf(form, fields).map((run) => (
        <div
          key={run.fields[0]?.key}
          className={run.columns > 1 ? css.beside : undefined}
          style={{ '--columns': run.columns } as CSSProperties}
        >
          {run.fields.map((field) => (
            <OneField key={field.key} form={form} field={field} first={field === fields[0]} state={state} />
          ))}
        </div>
      ))}
    </>
  )
}

function OneField({ form, field, first, state }: Omit<Props, 'fields'> & { field: Field; first: boolean }) {
  const f = useFormat()
  return (
    <Labelled
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
          ids={ids}
          autoFocus={first}
        />
      )}
    </Labelled>
  )
}
