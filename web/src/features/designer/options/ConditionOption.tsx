// Which records of the target may be picked.
import { useForms } from '@/core/forms'
import type { Filter } from '@/core/types'
import { Field } from '@/ui'
import { ConditionInput } from '../parts/ConditionInput'
import type { OptionProps } from './SchemaForm'

export function ConditionOption({ label, hint, value, onChange, error, options }: OptionProps) {
  const target = useForms().data?.items.find((x) => x.key === options.target)
  if (!target) return null
  return (
    <Field label={label} hint={hint} error={error}>
      {() => (
        <ConditionInput form={target} value={(value as Filter | null) ?? null} onChange={onChange} label={label} />
      )}
    </Field>
  )
}
