// Our own line icons, by name; decorative unless a label is given.
import type { CSSProperties } from 'react'
import { actions } from './actions'
import { analysis } from './analysis'
import { arrows } from './arrows'
import { marks } from './marks'
import { reach } from './reach'
import { things } from './things'
import { trade } from './trade'
import { work } from './work'
import { writing } from './writing'

export const drawings = {
  ...work,
  ...trade,
  ...analysis,
  ...actions,
  ...arrows,
  ...reach,
  ...marks,
  ...things,
  ...writing,
}
export type IconName = keyof typeof drawings

/** True when a name coming from a definition (menu, template) has a drawing. */
export function isIconName(name: string | null | undefined): name is IconName {
  return name != null && name in drawings
}

type Props = {
  name: IconName
  /** 16 by default; 14 beside 13 px text, 20 on phones, 12 in chips. */
  size?: number
  label?: string
  className?: string
  style?: CSSProperties
}

export function Icon({ name, size = 16, label, className, style }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      style={{ flex: 'none', ...style }}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      dangerouslySetInnerHTML={{ __html: drawings[name] }}
    />
  )
}
