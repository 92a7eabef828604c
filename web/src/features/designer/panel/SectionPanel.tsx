// The settings of a section: its name, how many columns, whether it begins folded.
import { useText } from '@/i18n'
import { Button, Field, FieldError, Icon, Segmented, Switch } from '@/ui'
import { useBench } from '../bench'
import { problemsOf } from '../model/problems'
import { changeSection, MOST_COLUMNS, removeSection } from '../model/sections'
import { WordsInput } from '../parts/WordsInput'
import css from './Panel.module.css'

const COLUMNS = Array.from({ length: MOST_COLUMNS }, (_, i) => String(i + 1))

export function SectionPanel({ name }: { name: string }) {
  const t = useText('designer')
  const { form, edit, choose, keeping } = useBench()
  const section = form.sections?.find((s) => s.key === name)
  if (!section) return null
  return (
    <div className={css.panel} data-testid="section-panel">
      <div className={css.head}>
        <Icon name="rows" />
        <b>{t('section')}</b>
      </div>
      {problemsOf(keeping.problems, `sections.${name}`).map((p) => (
        <FieldError key={p.code}>{p.detail}</FieldError>
      ))}
      <Field label={t('sectionName')}>
        {(ids) => (
          <WordsInput
            key={name}
            id={ids.id}
            autoFocus
            label={t('sectionName')}
            value={section.label}
            onChange={(label) => edit((f) => changeSection(f, name, { label }), `section.${name}`)}
          />
        )}
      </Field>
      <Field label={t('columns')} hint={t('columnsHint')}>
        {() => (
          <Segmented
            block
            aria-label={t('columns')}
            value={String(section.columns ?? 1)}
            onChange={(n) => edit((f) => changeSection(f, name, { columns: n === '1' ? null : Number(n) }))}
            options={COLUMNS.map((n) => ({ value: n, label: n, name: t('columnsN', { count: Number(n) }) }))}
          />
        )}
      </Field>
      <label className={css.switch}>
        <span>
          {t('collapsed')}
          <span className="caption">{t('collapsedHint')}</span>
        </span>
        <Switch
          checked={section.collapsed ?? false}
          onChange={(collapsed) => edit((f) => changeSection(f, name, { collapsed }))}
          aria-label={t('collapsed')}
        />
      </label>
      <div className={css.block}>
        <Button
          look="text"
          icon="trash"
          onClick={() => {
            edit((f) => removeSection(f, name))
            choose({ fields: [], section: null })
          }}
        >
          {t('removeSection')}
        </Button>
        <span className="caption">{t('removeSectionHint')}</span>
      </div>
    </div>
  )
}
