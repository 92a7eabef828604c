// One text in each of the form's languages.
import type { Words } from '@/core/types'
import type { Language } from '@/features/public-page/model'
import { useText } from '@/i18n'
import { Field, Input, TextArea } from '@/ui'
import css from './PublicForms.module.css'

type Props = {
  label: string
  hint?: string
  value: Words
  languages: Language[]
  onChange: (words: Words) => void
  long?: boolean
  error?: string | undefined
}

export function WordsInput({ label, hint, value, languages, onChange, long = false, error }: Props) {
  const t = useText('publicForms')
  const name = (language: Language) => t(language === 'zh-CN' ? 'words.zh' : 'words.en')
  return (
    <div className={css.pair}>
      {languages.map((language, i) => (
        <Field
          key={language}
          label={languages.length > 1 ? `${label} · ${name(language)}` : label}
          hint={i === 0 ? hint : undefined}
          error={i === 0 ? error : undefined}
        >
          {(ids) => {
            const text = value[language] ?? ''
            const put = (to: string) => onChange({ ...value, [language]: to })
            return long ? (
              <TextArea {...ids} value={text} onChange={put} maxLength={4000} />
            ) : (
              <Input {...ids} value={text} onChange={put} maxLength={200} />
            )
          }}
        </Field>
      ))}
    </div>
  )
}
