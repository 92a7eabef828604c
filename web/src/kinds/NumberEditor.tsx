// The box shared by numbers, money and percents.
import type { ReactNode } from 'react'
import { NumberInput } from '@/ui'
import type { EditorProps } from './kind'

type Props = EditorProps & { decimals?: number | undefined; before?: ReactNode; after?: ReactNode }

export function NumberEditor({ value, onChange, field, onDone, form: _f, decimals, ...rest }: Props) {
  const { min, max } = field.options ?? {}
  return (
    <NumberInput
      {...rest}
      value={typeof value === 'number' ? value : null}
      onChange={onChange}
      decimals={decimals}
      min={min ?? undefined}
      max={max ?? undefined}
      onBlur={() => onDone?.()}
      onKeyDown={(e) => {
        if (e.key === 'Enter') onDone?.()
      }}
    />
  )
}
