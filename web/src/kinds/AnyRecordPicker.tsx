// A reference to a record of any form: which kind, then which one.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { isRef } from '@/core/search'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import type { EditorProps } from './kind'
import css from './kinds.module.css'
import { Picker } from './Picker'

export function AnyRecordPicker({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  const t = useText('fields')
  const f = useFormat()
  const forms = useForms()
  const ref = isRef(value) ? value : null
  const [chosen, setChosen] = useState<string | null>(null)
  const form = ref?.form ?? chosen
  const allowed = field.options?.forms as string[] | undefined
  const options = (forms.data?.items ?? [])
    .filter((item) => (allowed ? allowed.includes(item.key) : !item.traits?.activity && !item.traits?.task))
    .map((item) => ({ value: item.key, label: f.words(item.label) }))
  return (
    <span className={css.two}>
      <span className={css.narrow}>
        <Select
          options={options}
          value={form}
          aria-label={t('pickForm')}
          disabled={rest.disabled}
          size={rest.size}
          onChange={(key) => {
            setChosen(key)
            if (ref) onChange(null)
          }}
        />
      </span>
      {form ? (
        <Picker
          key={form}
          {...rest}
          from={{ records: form }}
          value={ref}
          onChange={(v) => {
            const picked = v ? { ...v, form } : null
            onChange(picked)
            onDone?.(picked)
          }}
        />
      ) : (
        <span />
      )}
    </span>
  )
}
