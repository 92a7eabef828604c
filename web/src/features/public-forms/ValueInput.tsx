// A value that people do not see: stored as the API takes it, edited by the field's own control.
import { asRefs, useTitles } from '@/core/titles'
import type { Field, Form, Value } from '@/core/types'
import { FieldEditor } from '@/kinds'
import { writeOne } from '@/kinds/write'

type Props = { form: Form; field: Field; value: Value; onChange: (value: Value) => void; label: string }

const POINTS = new Set(['relation', 'person', 'department'])

export function ValueInput({ form, field, value, onChange, label }: Props) {
  const points = POINTS.has(field.kind) && typeof value === 'number'
  const target = field.kind === 'person' ? 'user' : field.kind === 'department' ? 'department' : field.options?.target
  const titles = useTitles(target ?? '', points ? [value] : [])
  const read = points ? asRefs([value], titles.data)[0] : value
  return (
    <FieldEditor
      field={{ ...field, required: false }}
      form={form}
      value={read ?? null}
      onChange={(v) => onChange(writeOne(field, v))}
      aria-label={label}
    />
  )
}
