// Several short texts: typed with commas or line ends between them, shown as chips.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Chip, Input } from '@/ui'
import css from './parts.module.css'

/** Commas and semicolons of either width, ends of lines, tabs. */
const SEPARATOR = /[,;\uff0c\uff1b\n\t]/

type Props = {
  value: string[]
  onChange: (value: string[]) => void
  label: string
  id?: string
  placeholder?: string
  /** True for the texts that stay folded until they are asked for. */
  folded?: ((text: string) => boolean) | undefined
}

export function LinesInput({ value, onChange, label, id, placeholder, folded }: Props) {
  const t = useText('designer')
  const [all, setAll] = useState(false)
  const shown = folded && !all ? value.filter((x) => !folded(x)) : value
  const [text, setText] = useState('')
  const take = (typed: string) => {
    const more = typed
      .split(SEPARATOR)
      .map((x) => x.trim())
      .filter((x) => x && !value.includes(x))
    if (more.length) onChange([...value, ...new Set(more)])
    setText('')
  }
  return (
    <div className={css.lines}>
      {value.length > 0 && (
        <span className={css.chips}>
          {shown.map((x) => (
            <Chip
              key={x}
              onRemove={() => onChange(value.filter((y) => y !== x))}
              removeLabel={t('removeNamed', { name: x })}
            >
              {x}
            </Chip>
          ))}
          {shown.length < value.length && (
            <button type="button" className="link-button" onClick={() => setAll(true)}>
              {t('moreNames', { count: value.length - shown.length })}
            </button>
          )}
        </span>
      )}
      <Input
        id={id}
        aria-label={label}
        value={text}
        placeholder={placeholder ?? t('linesHint')}
        onChange={(x) => (SEPARATOR.test(x) ? take(x) : setText(x))}
        onBlur={() => take(text)}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || e.nativeEvent.isComposing) return
          e.preventDefault()
          take(text)
        }}
      />
    </div>
  )
}
