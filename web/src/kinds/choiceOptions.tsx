// Choices as options and as chips.
import { useFormat } from '@/core/format'
import type { Choice, Field } from '@/core/types'
import { useText } from '@/i18n'
import { Chip, Input, paint, type SelectOption } from '@/ui'
import css from './kinds.module.css'

export const choicesOf = (field: Field): Choice[] => field.options?.choices ?? []

export function useChoiceOptions(field: Field): SelectOption[] {
  const f = useFormat()
  return choicesOf(field)
    .filter((c) => !c.archived)
    .map((c) => ({
      value: c.key,
      search: [f.words(c.label), c.key, ...(c.aliases ?? [])].join(' '),
      label: (
        <span className={css.option}>
          {c.colour && <span className={css.dot} style={{ background: paint(c.colour) }} />}
          {f.words(c.label)}
        </span>
      ),
    }))
}

/** The key of what is not listed; its text comes beside it: `{other: text}`. */
export const OTHER = 'other'
export type Otherwise = { other: string | null }

export const isOtherwise = (v: unknown): v is Otherwise => typeof v === 'object' && v !== null && OTHER in v
export const keyOf = (v: unknown): string | null => (isOtherwise(v) ? OTHER : typeof v === 'string' && v ? v : null)

/** The box for the text of `other`. */
export function OtherInput({ value, onChange, onDone, ...rest }: OtherProps) {
  const t = useText('fields')
  return (
    <Input
      {...rest}
      aria-label={t('otherText')}
      placeholder={t('otherText')}
      maxLength={100}
      value={value}
      onChange={onChange}
      onBlur={() => onDone?.()}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && !e.nativeEvent.isComposing) onDone?.()
      }}
    />
  )
}

type OtherProps = {
  value: string
  onChange: (text: string) => void
  onDone?: (() => void) | undefined
  disabled?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  autoFocus?: boolean | undefined
}

/** Plain text unless the user gave the choice a colour. */
export function ChoiceText({ field, value }: { field: Field; value: string }) {
  const f = useFormat()
  const choice = choicesOf(field).find((c) => c.key === value)
  const name = choice ? f.words(choice.label) : value
  return choice?.colour ? <Chip colour={choice.colour}>{name}</Chip> : <span className="ellipsis">{name}</span>
}
