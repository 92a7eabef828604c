// How visitors will see it, drawn from the draft by the very components of their page.
import { useMemo, useState } from 'react'
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
import type { PublicForm } from './publicForms'
import css from './PublicForms.module.css'

export function Preview({ form, editing }: { form: Form; editing: Editing }) {
  const t = useText('publicForms')
  const locale = useLocale()
  const dark = useDark()
  const { definition } = editing.draft
  const [chosen, setChosen] = useState<Language | null>(null)
  const wished = chosen ?? locale
  const language = definition.languages.includes(wished) ? wished : (definition.languages[0] ?? 'zh-CN')
  const { saved, draft } = editing
  const page = useMemo(() => pageOf(form, saved, draft), [form, saved, draft])
  return (
    <aside className={css.preview} aria-label={t('parts.preview')}>
      <h2 className="caption">{t('parts.preview')}</h2>
      <div className={css.paper} style={accentVars(definition.accent, dark)}>
        <LanguageContext value={language}>
          <Head page={page} language={language} onLanguage={setChosen} />
          <Filling page={page} onThanks={() => undefined} preview />
        </LanguageContext>
      </div>
    </aside>
  )
}

function pageOf(form: Form, saved: PublicForm, draft: Editing['draft']): PublicPage {
  const { definition } = draft
  const begins = new Map(saved.preview.fields.map((each) => [each.key, each.default]))
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
        required: each.required || each.key === definition.code || Boolean(field.required),
        operand: field.operand ?? 'text',
        default: begins.get(each.key),
      },
    ]
  })
  const { title, intro, privacy, languages, accent, code } = definition
  return { ...saved.preview, title, intro, privacy, languages, accent, code, fields }
}
