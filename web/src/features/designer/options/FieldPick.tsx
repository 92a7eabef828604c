// Another field of the form: the amount that is spelled in capitals.
import { useFormat } from '@/core/format'
import { Field, Select } from '@/ui'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import type { OptionProps } from './SchemaForm'

export function FieldPick({ label, hint, value, onChange, error }: OptionProps) {
  const f = useFormat()
  const { form } = useBench()
  const options = shownFields(form)
    .filter((x) => x.kind === 'money')
    .map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))
  return (
    <Field label={label} hint={hint} error={error} required>
      {(ids) => (
        <Select
          {...ids}
          value={typeof value === 'string' && value ? value : null}
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  )
}
