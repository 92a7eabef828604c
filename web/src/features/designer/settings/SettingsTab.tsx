// The form as a whole: its names and icon, what stands for a record, who owns it, how imports find it.
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, FieldError, MultiSelect, Select, Switch } from '@/ui'
import { useBench } from '../sight'
import designer from '../Designer.module.css'
import { shownFields } from '../model/paths'
import { problemsOf } from '../model/problems'
import type { FormDef } from '../model/types'
import { LinesInput } from '../parts/LinesInput'
import { WordsInput } from '../parts/WordsInput'
import { DeleteForm } from './DeleteForm'
import { IconPick } from './IconPick'
import css from './Settings.module.css'
import { TabsPart } from './TabsPart'
import { TaskPart } from './TaskPart'
import { TwinsPart } from './TwinsPart'
import { ViewsPart } from './ViewsPart'

/** Operand types that can stand for a record. */
const TITLES = new Set(['text', 'number', 'choice', 'date', 'datetime'])

export function SettingsTab() {
  const t = useText('designer')
  const navigate = useNavigate()
  const { form, edit, keeping } = useBench()
  const put = (change: Partial<FormDef>, run?: string) => edit((f) => ({ ...f, ...change }), run)
  const said = (part: string) => problemsOf(keeping.problems, part)[0]?.detail
  return (
    <div className={designer.page}>
      <div className={designer.column}>
        {['key', 'traits', 'child_of', 'views', 'fields.title'].map((part) => (
          <FieldError key={part}>{said(part)}</FieldError>
        ))}
        <section className={css.card}>
          <h2>{t('formName')}</h2>
          <div className={css.two}>
            <Field label={t('label')} required error={said('label')}>
              {(ids) => (
                <WordsInput
                  id={ids.id}
                  label={t('label')}
                  value={form.label}
                  onChange={(label) => put({ label }, 'form.label')}
                />
              )}
            </Field>
            <Field label={t('plural')} hint={t('pluralHint')}>
              {(ids) => (
                <WordsInput
                  id={ids.id}
                  label={t('plural')}
                  value={form.plural}
                  onChange={(plural) => put({ plural }, 'form.plural')}
                />
              )}
            </Field>
          </div>
          <Field label={t('icon')}>
            {() => <IconPick value={form.icon ?? 'form'} onChange={(icon) => put({ icon })} />}
          </Field>
        </section>
        <Standing put={put} said={said} />
        <TaskPart />
        <TabsPart />
        <TwinsPart />
        <ViewsPart />
        <section className={css.card}>
          <h2>{t('importing')}</h2>
          <Field label={t('formAliases')} hint={t('formAliasesHint')}>
            {(ids) => (
              <LinesInput
                id={ids.id}
                label={t('formAliases')}
                names
                value={form.aliases ?? []}
                onChange={(aliases) => put({ aliases })}
              />
            )}
          </Field>
          <p className="caption">{t('keyIs', { key: form.key })}</p>
        </section>
        <DeleteForm onDeleted={() => void navigate('/settings/forms')} />
      </div>
    </div>
  )
}

type PartProps = { put: (change: Partial<FormDef>) => void; said: (part: string) => string | undefined }

function Standing({ put, said }: PartProps) {
  const t = useText('designer')
  const f = useFormat()
  const { form, kinds, view } = useBench()
  const option = (x: { key: string; label: FormDef['label'] }) => ({
    value: x.key,
    label: f.words(x.label) || x.key,
    search: `${f.words(x.label)} ${x.key}`,
  })
  const shown = shownFields(form)
  const titles = shown.filter((x) => TITLES.has(kinds.get(x.kind)?.operand ?? ''))
  const all = [...shown.map(option), ...view.system.map(option)]
  const many = (part: 'subtitle' | 'figures' | 'match', options: typeof all) => (
    <Field label={t(`parts2.${part}`)} hint={t(`parts2.${part}Hint`)} error={said(part)}>
      {(ids) => (
        <MultiSelect
          {...ids}
          searchable
          value={form[part] ?? []}
          options={options}
          onChange={(keys) => put({ [part]: keys })}
        />
      )}
    </Field>
  )
  return (
    <section className={css.card}>
      <h2>{t('standing')}</h2>
      <div className={css.two}>
        <Field label={t('titleField')} hint={t('titleHint')} error={said('title')} required>
          {(ids) => (
            <Select
              {...ids}
              searchable
              value={form.title || null}
              options={titles.map(option)}
              onChange={(title) => title && put({ title })}
            />
          )}
        </Field>
        {many('subtitle', all)}
        {many('figures', all)}
        {many('match', shown.map(option))}
      </div>
      <label className={css.switch}>
        <span>
          {t('owned')}
          <span className="caption">{t('ownedHint')}</span>
        </span>
        <Switch checked={form.owned !== false} onChange={(owned) => put({ owned })} aria-label={t('owned')} />
      </label>
    </section>
  )
}
