// Which form a relation points at, and which ones any record may be of.
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { useText } from '@/i18n'
import { Field, MultiSelect, Select } from '@/ui'
import { useBench } from '../sight'
import type { OptionProps } from './SchemaForm'

function useFormOptions(): { value: string; label: string }[] {
  const f = useFormat()
  const { form } = useBench()
  const forms = useForms().data?.items ?? []
  const own = forms.some((x) => x.key === form.key) ? [] : [form]
  return [...forms, ...own].map((x) => ({ value: x.key, label: f.words(x.label) }))
}

export function TargetPick({ label, hint, value, onChange, error }: OptionProps) {
  const t = useText('designer')
  const options = useFormOptions()
  return (
    <Field label={label} hint={hint} error={error} required>
      {(ids) => (
        <Select
          {...ids}
          searchable
          value={typeof value === 'string' ? value : null}
          onChange={onChange}
          options={[...options, { value: '*', label: t('anyRecord') }]}
        />
      )}
    </Field>
  )
}

export function FormsPick({ label, hint, value, onChange, error }: OptionProps) {
  const options = useFormOptions()
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <MultiSelect
          {...ids}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={onChange}
          options={options}
        />
      )}
    </Field>
  )
}
