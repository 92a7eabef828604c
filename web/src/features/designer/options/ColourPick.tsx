// A colour out of the palette, or none.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Icon, paint, Popover } from '@/ui'
import css from './Choices.module.css'

const COLOURS = Array.from({ length: 10 }, (_, i) => `c${i + 1}`)

export function ColourPick({
  value,
  onChange,
  name,
}: {
  value: string | null
  onChange: (colour: string | null) => void
  name: string
}) {
  const t = useText('designer')
  const [open, setOpen] = useState(false)
  const take = (colour: string | null) => {
    onChange(colour)
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={172}
      label={t('colour')}
      content={
        <div className={css.colours} role="radiogroup" aria-label={t('colour')}>
          {COLOURS.map((c, i) => (
            <button
              key={c}
              type="button"
              role="radio"
              aria-checked={value === c}
              aria-label={t('colourN', { n: i + 1 })}
              className={css.colour}
              style={{ background: paint(c) }}
              onClick={() => take(c)}
            >
              {value === c && <Icon name="check" size={12} />}
            </button>
          ))}
          <button
            type="button"
            role="radio"
            aria-checked={value === null}
            className={css.none}
            onClick={() => take(null)}
          >
            {t('noColour')}
          </button>
        </div>
      }
    >
      <button type="button" className={css.swatch} aria-label={t('colourOf', { name })} aria-haspopup="dialog">
        <i style={value ? { background: paint(value), borderColor: 'transparent' } : undefined} />
      </button>
    </Popover>
  )
}
