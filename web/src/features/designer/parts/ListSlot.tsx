// A word of a sentence that stands for several of a list; pressing it opens the list.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Checkbox, Input, Popover } from '@/ui'
import css from './Slot.module.css'

type Props = {
  label: string
  options: { value: string; label: string }[]
  value: string[]
  onChange: (value: string[]) => void
  /** What is said while nothing is chosen. */
  empty: string
}

const LONG = 8

export function ListSlot({ label, options, value, onChange, empty }: Props) {
  const t = useText('designer')
  const [open, setOpen] = useState(false)
  const [q, setQ] = useState('')
  const say = (key: string) => options.find((o) => o.value === key)?.label ?? key
  const words = value.map(say).join(t('comma'))
  const found = options.filter((o) => o.label.toLowerCase().includes(q.trim().toLowerCase()))
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={240}
      label={label}
      content={
        <div className={css.list}>
          {options.length > LONG && (
            <Input size="small" icon="search" value={q} onChange={setQ} aria-label={t('findField')} clearable />
          )}
          {found.map((o) => (
            <Checkbox
              key={o.value}
              checked={value.includes(o.value)}
              onChange={(on) => onChange(on ? [...value, o.value] : value.filter((v) => v !== o.value))}
            >
              {o.label}
            </Checkbox>
          ))}
        </div>
      }
    >
      <button
        type="button"
        className={[css.slot, value.length ? '' : css.blank].join(' ')}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${label} ${words}`}
      >
        {words || empty}
      </button>
    </Popover>
  )
}
