// A text in each language, one box under the other, each with its language's mark.
import { memo } from 'react'
import type { Words } from '@/core/types'
import { useText } from '@/i18n'
import { Input, TextArea } from '@/ui'
import css from './parts.module.css'

export const LOCALES = ['zh-CN', 'en-US'] as const

type Props = {
  value: Words | undefined
  onChange: (value: Words) => void
  label: string
  /** Of the first box, so that a label points at it. */
  id?: string | undefined
  long?: boolean
  invalid?: boolean
  autoFocus?: boolean
  onBlur?: () => void
}

export const WordsInput = memo(function WordsInput(props: Props) {
  const { value, onChange, label, id, long, invalid, autoFocus, onBlur } = props
  const t = useText('designer')
  return (
    <div className={css.words}>
      {LOCALES.map((locale, i) => {
        const shared = {
          value: value?.[locale] ?? '',
          onChange: (text: string) => onChange({ ...value, [locale]: text }),
          'aria-label': t('inLanguage', { what: label, language: t(`languages.${locale}`) }),
          ...(i === 0 && id ? { id } : {}),
          ...(i === 0 && autoFocus ? { autoFocus } : {}),
          ...(invalid ? { invalid } : {}),
          ...(onBlur ? { onBlur } : {}),
        }
        return (
          <div key={locale} className={css.word}>
            <span className={css.tongue} aria-hidden>
              {t(`tongues.${locale}`)}
            </span>
            {long ? <TextArea rows={[1, 5]} {...shared} /> : <Input {...shared} />}
          </div>
        )
      })}
    </div>
  )
})
