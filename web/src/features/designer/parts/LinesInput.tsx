// Several short texts: typed with commas or line ends between them, shown as chips.
import { useState } from 'react'
import { useLocale } from '@/core/preferences'
import { useText } from '@/i18n'
import { Chip, Input } from '@/ui'
import css from './parts.module.css'

const HAN = /\p{Script=Han}/u
/** Commas and semicolons of either width, ends of lines, tabs. */
const SEPARATOR = /[,;\uff0c\uff1b\n\t]/

type Props = {
  value: string[]
  onChange: (value: string[]) => void
  label: string
  id?: string
  placeholder?: string
  /** Names in files of either language: Chinese ones are folded for whoever reads English. */
  names?: boolean
}

export function LinesInput({ value, onChange, label, id, placeholder, names = false }: Props) {
  const t = useText('designer')
  const [all, setAll] = useState(false)
  const folded = useLocale() !== 'zh-CN' && names && !all
  const shown = folded ? value.filter((x) => !HAN.test(x)) : value
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
