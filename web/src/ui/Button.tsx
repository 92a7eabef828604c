// Buttons: one primary per surface; icon-only ones carry a tooltip and a name.
import { Button as AntButton, Tooltip } from 'antd'
import { useState, type MouseEventHandler, type ReactNode, type Ref } from 'react'
import css from './Button.module.css'
import { Icon, type IconName } from './icons/Icon'

type Common = {
  onClick?: MouseEventHandler<HTMLElement> | undefined
  disabled?: boolean | undefined
  loading?: boolean | undefined
  href?: string | undefined
  className?: string | undefined
  type?: 'button' | 'submit' | undefined
  autoFocus?: boolean | undefined
  'aria-expanded'?: boolean | undefined
  'aria-haspopup'?: 'menu' | 'dialog' | 'listbox' | undefined
  'aria-pressed'?: boolean | undefined
  'data-testid'?: string | undefined
}

type ButtonProps = Common & {
  children: ReactNode
  /** primary: the surface's one main act · accent: outline · text: quiet · danger: deletes. */
  look?: 'plain' | 'primary' | 'accent' | 'text' | 'danger' | undefined
  /** small is 28 (toolbars), normal 32, large 44 (phones). */
  size?: 'small' | 'normal' | 'large' | undefined
  icon?: IconName | undefined
  after?: IconName | undefined
  /** Pressed look of a toolbar button whose setting is active. */
  on?: boolean | undefined
  block?: boolean | undefined
  ref?: Ref<HTMLButtonElement | HTMLAnchorElement> | undefined
}

const LOOK = {
  plain: {},
  primary: { type: 'primary' },
  accent: { className: css.accent },
  text: { type: 'text', className: css.text },
  danger: { type: 'primary', danger: true },
} as const

const SIZE = { small: 'small', normal: 'middle', large: 'large' } as const

export function Button({
  children,
  look = 'plain',
  size = 'normal',
  icon,
  after,
  on,
  type = 'button',
  className,
  ...rest
}: ButtonProps) {
  const styled: { type?: 'primary' | 'text'; danger?: boolean; className?: string | undefined } = LOOK[look]
  const classes = [
    css.button,
    styled.className,
    look === 'primary' || look === 'danger' ? css.strong : '',
    on ? css.on : '',
    className,
  ]
  return (
    <AntButton {...rest} {...styled} size={SIZE[size]} htmlType={type} className={classes.filter(Boolean).join(' ')}>
      {icon && <Icon name={icon} size={14} />}
      <span>{children}</span>
      {after && <Icon name={after} size={14} />}
    </AntButton>
  )
}

type IconButtonProps = Common & {
  icon: IconName
  /** Said by screen readers and shown as the tooltip. */
  label: string
  size?: 'small' | 'normal' | 'large'
  iconSize?: number
  badge?: number
  tone?: 'normal' | 'quiet' | 'danger'
  ref?: Ref<HTMLButtonElement | HTMLAnchorElement>
}

export function IconButton({
  icon,
  label,
  size = 'normal',
  iconSize,
  badge,
  tone = 'normal',
  className,
  type = 'button',
  onClick,
  ...rest
}: IconButtonProps) {
  const tip = useTip()
  const px = iconSize ?? (size === 'small' ? 14 : size === 'large' ? 20 : 16)
  return (
    <Tooltip title={label} mouseEnterDelay={0.4} open={tip.open} onOpenChange={tip.setOpen}>
      <AntButton
        {...rest}
        onClick={(e) => {
          tip.mute()
          onClick?.(e)
        }}
        type="text"
        htmlType={type}
        size={SIZE[size]}
        aria-label={label}
        className={[css.icon, css[tone], css[size], className].filter(Boolean).join(' ')}
      >
        <Icon name={icon} size={px} />
        {badge ? <span className={css.badge}>{badge > 99 ? '99+' : badge}</span> : null}
      </AntButton>
    </Tooltip>
  )
}

/** A pressed button has been understood: its tooltip must not lie over what it opened, until the pointer comes back. */
function useTip() {
  const [open, setOpen] = useState(false)
  const [muted, setMuted] = useState(false)
  return {
    open: open && !muted,
    setOpen: (now: boolean) => {
      setOpen(now)
      if (!now) setMuted(false)
    },
    mute: () => setMuted(true),
  }
}
