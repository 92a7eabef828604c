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

/** c3 or #aabbcc → its 14 % tint; text stays ink so that contrast holds. */
export function tintOf(colour: string): string {
  const solid = /^c\d+$/.test(colour) ? `var(--${colour})` : colour
  return `color-mix(in srgb, ${solid} 14%, transparent)`
}
