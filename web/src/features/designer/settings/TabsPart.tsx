// The sheets of the form: their names and order; which sections lie on one is set at the section.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { FieldError, IconButton } from '@/ui'
import { useBench } from '../sight'
import { changeTab, moveTab, removeTab } from '../model/elements'
import { problemsOf } from '../model/problems'
import { Sortable } from '../parts/Sortable'
import { WordsInput } from '../parts/WordsInput'
import css from './Settings.module.css'

export function TabsPart() {
  const t = useText('designer')
  const f = useFormat()
  const { form, edit, keeping } = useBench()
  if (!form.tabs?.length) return null
  return (
    <section className={css.card}>
      <h2>{t('tabs2')}</h2>
      <p className="caption">{t('tabsHint')}</p>
      <Sortable
        items={form.tabs}
        keyOf={(x) => x.key}
        nameOf={(x) => f.words(x.label)}
        onMove={(key, before) => edit((x) => moveTab(x, key, before))}
      >
        {(tab, grip) => (
          <div className={css.tab}>
            {grip}
            <WordsInput
              label={t('tabName')}
              value={tab.label}
              onChange={(label) => edit((x) => changeTab(x, tab.key, { label }), `tab.${tab.key}`)}
            />
            <FieldError>{problemsOf(keeping.problems, `tabs.${tab.key}`)[0]?.detail}</FieldError>
            <IconButton
              icon="trash"
              size="small"
              label={t('removeNamed', { name: f.words(tab.label) })}
              onClick={() => edit((x) => removeTab(x, tab.key))}
            />
          </div>
        )}
      </Sortable>
    </section>
  )
}
