// A sentence with a number in it; left empty it says nothing.
import { useId } from 'react'
import { NumberInput } from '@/ui'
import css from './Design.module.css'

type Props = {
  label: string
  after: string
  value: number | null | undefined
  onChange: (value: number | null) => void
  placeholder?: string
  min?: number
  max?: number
}

export function NumberLine({ label, after, value, onChange, placeholder, min = 0, max = 100_000 }: Props) {
  const id = useId()
  return (
    <div className={css.sentence}>
      <label htmlFor={id}>{label}</label>
      <span className={css.number}>
        <NumberInput
          id={id}
          size="small"
          min={min}
          max={max}
          decimals={0}
          value={value ?? null}
          onChange={onChange}
          placeholder={placeholder}
        />
      </span>
      <span>{after}</span>
    </div>
  )
}
