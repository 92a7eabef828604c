// How visitors will see it, drawn from the draft by the very components of their page.
import { useState } from 'react'
import { useDark } from '@/core/media'
import { useLocale } from '@/core/preferences'
import type { Form } from '@/core/types'
import { Filling } from '@/features/public-page/Filling'
import type { Language, PublicPage } from '@/features/public-page/model'
import { Head } from '@/features/public-page/PublicPage'
import { accentVars } from '@/features/public-page/theme'
import { LanguageContext } from '@/features/public-page/words'
import { useText } from '@/i18n'
import type { Editing } from './editing'
import css from './PublicForms.module.css'

export function Preview({ form, editing }: { form: Form; editing: Editing }) {
  const t = useText('publicForms')
  const locale = useLocale()
  const dark = useDark()
  const { definition } = editing.draft
  const [chosen, setChosen] = useState<Language | null>(null)
  const wished = chosen ?? locale
  const language = definition.languages.includes(wished) ? wished : (definition.languages[0] ?? 'zh-CN')
  return (
    <aside className={css.preview} aria-label={t('parts.preview')}>
      <h2 className="caption">{t('parts.preview')}</h2>
      <div className={css.paper} style={accentVars(definition.accent, dark)}>
        <LanguageContext value={language}>
          <Head page={pageOf(form, editing)} language={language} onLanguage={setChosen} />
          <Filling page={pageOf(form, editing)} onThanks={() => undefined} preview />
        </LanguageContext>
      </div>
    </aside>
  )
}

function pageOf(form: Form, { saved, draft }: Editing): PublicPage {
  const { definition } = draft
  const fields = definition.fields.flatMap((each) => {
    const field = form.fields.find((x) => x.key === each.key)
    if (!field) return []
    const said = (own: object, usual: object | null | undefined) => ({
      ...usual,
      ...Object.fromEntries(Object.entries(own).filter(([, text]) => text)),
    })
    return [
      {
        key: each.key,
        kind: field.kind,
        group: each.group,
        options: field.options ?? {},
        label: said(each.label, field.label),
        hint: said(each.hint, field.hint),
        required: each.required || Boolean(field.required),
      },
    ]
  })
  const { title, intro, privacy, languages, accent } = definition
  return { ...saved.preview, title, intro, privacy, languages, accent, fields }
}
