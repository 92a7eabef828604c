// Boxes one types into, under our own names.
import { Input as AntInput, InputNumber as AntInputNumber, type InputRef } from 'antd'
import type { ChangeEvent, ComponentProps, KeyboardEventHandler, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './icons/Icon'

type Common = {
  id?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  maxLength?: number | undefined
  className?: string | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  onBlur?: (() => void) | undefined
  onKeyDown?: KeyboardEventHandler | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
}

const SIZE = { small: 'small', normal: 'middle', large: 'large' } as const

const shared = ({ invalid, size, ...rest }: Common) => ({
  ...rest,
  size: SIZE[size ?? 'normal'],
  // Said again where a sheet can find it: a drawer takes the focus from a box that had it first.
  ...(rest.autoFocus ? { 'data-first': true } : {}),
  ...(invalid ? { status: 'error' as const, 'aria-invalid': true } : {}),
})

type InputProps = Common & {
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'password' | 'email' | 'tel' | 'url' | 'search' | undefined
  inputMode?: ComponentProps<'input'>['inputMode'] | undefined
  autoComplete?: string | undefined
  icon?: IconName | undefined
  after?: ReactNode
  clearable?: boolean | undefined
  ref?: Ref<InputRef> | undefined
}

export function Input({
  value,
  onChange,
  icon,
  after,
  clearable,
  ref,
  type,
  inputMode,
  autoComplete,
  ...rest
}: InputProps) {
  return (
    <AntInput
      {...shared(rest)}
      ref={ref}
      type={type}
      inputMode={inputMode}
      autoComplete={autoComplete ?? 'off'}
      value={value}
      onChange={(e: ChangeEvent<HTMLInputElement>) => onChange(e.target.value)}
      prefix={icon ? <Icon name={icon} size={14} style={{ color: 'var(--t3)' }} /> : undefined}
      suffix={after}
      allowClear={clearable ? { clearIcon: <Icon name="close" size={12} /> } : false}
    />
  )
}

type TextAreaProps = Common & {
  value: string
  onChange: (value: string) => void
  rows?: [min: number, max: number]
  ref?: Ref<never>
}

export function TextArea({ value, onChange, rows = [2, 12], ref: _ref, ...rest }: TextAreaProps) {
  return (
    <AntInput.TextArea
      {...shared(rest)}
      value={value}
      autoSize={{ minRows: rows[0], maxRows: rows[1] }}
      onChange={(e: ChangeEvent<HTMLTextAreaElement>) => onChange(e.target.value)}
    />
  )
}

type NumberProps = Common & {
  value: number | null
  onChange: (value: number | null) => void
  min?: number | undefined
  max?: number | undefined
  /** Digits kept after the point; unlimited when absent. */
  decimals?: number | undefined
  before?: ReactNode
  after?: ReactNode
}

/** A number with thousands separators; Chinese full-width digits and commas are understood. */
export function NumberInput({ value, onChange, decimals, before, after, min, max, ...rest }: NumberProps) {
  return (
    <AntInputNumber<number>
      {...shared(rest)}
      value={value}
      onChange={onChange}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(decimals === undefined ? {} : { precision: decimals })}
      controls={false}
      inputMode="decimal"
      prefix={before}
      suffix={after}
      style={{ width: '100%' }}
      formatter={(v) => withThousands(v)}
      // Nothing typed is nothing, not zero.
      parser={(text) => (plainNumber(text ?? '') || '') as unknown as number}
    />
  )
}

const withThousands = (v: number | string | undefined): string => {
  if (v === undefined || v === '') return ''
  const [whole = '', part] = String(v).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return part === undefined ? grouped : `${grouped}.${part}`
}

/** "１，２３４．５" and "¥1,234.5" → "1234.5". */
export const plainNumber = (text: string): string => text.normalize('NFKC').replace(/[^\d.-]/g, '')
