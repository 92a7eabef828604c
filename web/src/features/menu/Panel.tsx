// The chosen section or entry: its words in each language, its icon, whom it is hidden from, taking it out.
import { useFormat } from '@/core/format'
import { WordsInput } from '@/features/designer/parts/WordsInput'
import { IconPick } from '@/features/designer/settings/IconPick'
import { useText } from '@/i18n'
import { Button, Field, MultiSelect } from '@/ui'
import css from './MenuEditor.module.css'
import type { Work } from './MenuEditor'
import { changed, hiddenFor, nameOf, partOf, removed, type Change } from './model'
import { useNames } from './names'

export function Panel({ work, name }: { work: Work; name: string }) {
  const t = useText('menu')
  const f = useFormat()
  const names = useNames(work.arranged)
  const { menu, edit, choose, arranged } = work
  const part = partOf(menu, name)
  if (!part) return null
  const section = 'items' in part
  const shown = section ? f.words(part.label) : names(part).label
  const put = (change: Change, run?: string) => edit((now) => changed(now, name, change), run)
  const every = !section && nameOf(part) === 'dashboard.*'
  const icon = part.icon ?? (section ? '' : (names(part).icon ?? ''))
  const drop = () => {
    edit((now) => removed(now, name))
    choose(null)
  }
  return (
    <div className={css.panel}>
      <h2>{shown}</h2>
      {!every && (
        <Field label={t('label')} {...(section ? {} : { hint: t('labelHint') })}>
          {({ id }) => (
            <WordsInput
              id={id}
              value={part.label}
              onChange={(label) => put({ label }, `label ${name}`)}
              label={t('label')}
            />
          )}
        </Field>
      )}
      {!every && (
        <Field label={t('icon')}>{() => <IconPick value={icon} onChange={(now) => put({ icon: now })} />}</Field>
      )}
      {part.icon && (
        <Button look="text" icon="undo" onClick={() => put({ icon: undefined })}>
          {section ? t('noIcon') : t('ownIcon')}
        </Button>
      )}
      <Field label={t('hiddenFor')} hint={t('hiddenHint')}>
        {(field) => (
          <MultiSelect
            {...field}
            options={arranged.roles.map((each) => ({ value: each.key, label: f.words(each.label) }))}
            value={hiddenFor(menu, name)}
            onChange={(keys) => put({ hidden_for: keys })}
            maxShown={4}
          />
        )}
      </Field>
      <Button icon="trash" onClick={drop}>
        {section ? t('removeSection') : t('removeEntry')}
      </Button>
    </div>
  )
}
