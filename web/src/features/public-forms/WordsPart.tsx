// Title, introduction, privacy line and what happens next, in the languages on offer.
import { useText } from '@/i18n'
import { Field, FieldError, MultiSelect } from '@/ui'
import type { Language } from '@/features/public-page/model'
import type { Editing } from './editing'
import { Part } from './Part'
import { WordsInput } from './WordsInput'

const LANGUAGES: Language[] = ['zh-CN', 'en-US']

export function WordsPart({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const { definition } = editing.draft
  const { languages } = definition
  const error = editing.errorOf('title')
  return (
    <Part title={t('parts.words')} wrong={Boolean(error)} open>
      <Field label={t('words.languages')}>
        {(ids) => (
          <MultiSelect
            id={ids.id}
            value={languages as string[]}
            options={LANGUAGES.map((l) => ({ value: l as string, label: t(l === 'zh-CN' ? 'words.zh' : 'words.en') }))}
            onChange={(to) => to.length && editing.put({ languages: to as Language[] })}
            aria-label={t('words.languages')}
          />
        )}
      </Field>
      <FieldError>{editing.errorOf('languages')}</FieldError>
      <WordsInput
        label={t('words.title')}
        value={definition.title}
        languages={languages}
        error={error}
        onChange={(title) => editing.put({ title })}
      />
      {(['intro', 'thanks', 'privacy'] as const).map((part) => (
        <WordsInput
          key={part}
          long
          label={t(`words.${part}`)}
          {...(part === 'privacy' ? { hint: t('words.privacyHint') } : {})}
          value={definition[part]}
          languages={languages}
          onChange={(words) => editing.put({ [part]: words })}
        />
      ))}
    </Part>
  )
}
