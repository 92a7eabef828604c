// A condition as a sentence; pressing it opens the filter builder.
import { useState } from 'react'
import type { Filter, Form } from '@/core/types'
import { FilterBuilder } from '@/features/list/FilterBuilder'
import type { FilterField } from '@/features/list/filterModel'
import { useText } from '@/i18n'
import { Popover } from '@/ui'
import { useConditionWords } from './conditionWords'
import css from './Slot.module.css'

type Props = {
  form: Form
  value: Filter | null
  onChange: (value: Filter | null) => void
  label: string
  /** What is said while there is no condition. */
  empty?: string
  /** It may ask only for what a write of the record itself changes. */
  settled?: boolean
  /** What may be asked for besides the fields of the form. */
  more?: FilterField[] | undefined
}

export function ConditionInput({ form, value, onChange, label, empty, settled, more }: Props) {
  const t = useText('designer')
  const [open, setOpen] = useState(false)
  const words = useConditionWords(form, more)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={560}
      label={label}
      content={
        <FilterBuilder
          form={form}
          filter={value}
          total={undefined}
          about={{ title: label, empty: t('conditionEmpty') }}
          settled={settled}
          more={more}
          onChange={onChange}
          onDone={() => setOpen(false)}
        />
      }
    >
      <button
        type="button"
        className={[css.slot, value ? '' : css.blank].join(' ')}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${label} ${value ? words(value) : ''}`}
      >
        {value ? words(value) : (empty ?? t('always'))}
      </button>
    </Popover>
  )
}
