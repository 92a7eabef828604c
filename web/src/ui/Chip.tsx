// Small labels: plain, accent, won, outlined, a user's colour, and the three heats.
import type { ReactNode } from 'react'
import css from './Chip.module.css'
import { Icon, type IconName } from './icons/Icon'

export type ChipTone = 'plain' | 'accent' | 'won' | 'outline' | 'heat1' | 'heat2' | 'heat3'

type Props = {
  children: ReactNode
  tone?: ChipTone
  icon?: IconName
  /** A chart colour (c1 … c10) chosen by a user, shown as a 14 % tint. */
  colour?: string | null | undefined
  onClick?: () => void
  onRemove?: () => void
  removeLabel?: string
  pressed?: boolean
  title?: string
}

export function Chip({
  children,
  tone = 'plain',
  icon,
  colour,
  onClick,
  onRemove,
  removeLabel,
  pressed,
  title,
}: Props) {
  const classes = [css.chip, css[tone], onClick ? css.clickable : ''].join(' ')
  const style = colour ? { background: tintOf(colour) } : undefined
  const inner = (
    <>
      {icon && <Icon name={icon} size={12} style={{ marginLeft: -1 }} />}
      {children}
    </>
  )
  if (onClick)
    return (
      <button type="button" className={classes} style={style} onClick={onClick} aria-pressed={pressed} title={title}>
        {inner}
      </button>
    )
  return (
    <span className={classes} style={style} title={title}>
      {inner}
      {onRemove && (
        <button type="button" className={css.remove} onClick={onRemove} aria-label={removeLabel}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}

/** Names of colours in definitions → chart colours. */
const NAMED: Record<string, string> = {
  blue: 'c1',
  cyan: 'c2',
  purple: 'c3',
  orange: 'c4',
  red: 'c5',
  green: 'c6',
  pink: 'c7',
  olive: 'c8',
  grey: 'c9',
  gold: 'c10',
}

/** A named colour, c1 … c10, or a hex value → something CSS paints. */
export function paint(colour: string): string {
  const key = NAMED[colour] ?? colour
  return /^c\d+$/.test(key) ? `var(--${key})` : key
}

/** The same tint over the sheet, opaque: for rows and cards that others slide under. */
export const groundOf = (colour: string): string => `color-mix(in srgb, ${paint(colour)} 14%, var(--sheet))`

/** Its 14 % tint; text stays ink so that contrast holds. */
export function tintOf(colour: string): string {
  const solid = paint(colour)
  return `color-mix(in srgb, ${solid} 14%, transparent)`
}
