// Stars, and a number picked on a line.
import { Rate as AntRate, Slider as AntSlider } from 'antd'
import css from './scales.module.css'
import { Icon } from './icons/Icon'

type Common = {
  id?: string | undefined
  disabled?: boolean | undefined
  autoFocus?: boolean | undefined
  'aria-label'?: string | undefined
}

type StarsProps = Common & { value: number | null; onChange: (value: number | null) => void; max: number }

/** One star after the other; pressing the last one again takes all away. Arrow keys move. */
export function Stars({ value, onChange, max, autoFocus = false, disabled = false, ...rest }: StarsProps) {
  return (
    <span className={css.stars} role="group" {...rest}>
      <AntRate
        count={max}
        value={value ?? 0}
        disabled={disabled}
        autoFocus={autoFocus}
        onChange={(v) => onChange(v || null)}
        character={<Icon name="star-full" size={20} />}
      />
    </span>
  )
}

/** So many of so many stars, to read. */
export function StarsShown({ value, max, label }: { value: number; max: number; label: string }) {
  return (
    <span className={css.shown} role="img" aria-label={label} title={label}>
      {Array.from({ length: max }, (_, i) => (
        <Icon key={i} name={i < value ? 'star-full' : 'star'} size={12} />
      ))}
    </span>
  )
}

type SliderProps = Common & {
  value: number | null
  onChange: (value: number) => void
  onDone?: ((value: number) => void) | undefined
  min: number
  max: number
  step: number
}

export function Slider({ value, onChange, onDone, id, disabled = false, autoFocus = false, ...p }: SliderProps) {
  return (
    <AntSlider
      {...(id ? { id } : {})}
      className={value === null ? (css.unset ?? '') : ''}
      value={value ?? p.min}
      min={p.min}
      max={p.max}
      step={p.step}
      disabled={disabled}
      autoFocus={autoFocus}
      onChange={onChange}
      {...(onDone ? { onChangeComplete: onDone } : {})}
      ariaLabelForHandle={p['aria-label'] ?? ''}
      tooltip={{ open: false }}
    />
  )
}
