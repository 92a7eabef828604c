// One of a few: segments where they fit; on a phone that is too narrow one button that names the chosen one, and a sheet.
import { useState } from 'react'
import { usePhone } from '@/core/media'
import { Button } from './Button'
import css from './choices.module.css'
import { Segmented } from './choices'
import type { IconName } from './icons/Icon'
import { ActionSheet } from './Sheet'

export type Choosable<K extends string> = { value: K; label: string; icon?: IconName }

type Props<K extends string> = {
  options: Choosable<K>[]
  value: K
  onChange: (value: K) => void
  label: string
  size?: 'small' | 'normal'
}

/** Roughly as wide as the segments would be: Chinese characters are twice as wide as others, plus padding. */
export const widthOf = (labels: string[]): number =>
  labels.reduce((sum, label) => sum + 18 + [...label].reduce((w, c) => w + (c > '\u2e7f' ? 13.5 : 7), 0), 0)

const EDGES = 32

export function Chooser<K extends string>({ label, size = 'normal', ...rest }: Props<K>) {
  const phone = usePhone()
  const fits = widthOf(rest.options.map((o) => o.label)) <= window.innerWidth - EDGES
  if (phone && !fits) return <SheetChooser label={label} {...rest} />
  return <Segmented {...rest} size={size} aria-label={label} />
}

/** The phone's shape of it, however many there are. */
export function SheetChooser<K extends string>({ options, value, onChange, label }: Omit<Props<K>, 'size'>) {
  const [open, setOpen] = useState(false)
  const chosen = options.find((o) => o.value === value)
  const rows = options.map((o) => ({
    key: o.value,
    label: o.label,
    icon: o.icon,
    on: o.value === value,
    onSelect: () => onChange(o.value),
  }))
  return (
    <>
      <Button
        className={css.chooser}
        after="down"
        icon={chosen?.icon}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-expanded={open}
      >
        <span className="visually-hidden">{label}</span> {chosen?.label ?? label}
      </Button>
      <ActionSheet open={open} onClose={() => setOpen(false)} title={label} rows={rows} />
    </>
  )
}
