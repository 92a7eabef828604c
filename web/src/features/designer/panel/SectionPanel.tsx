// The settings of a section: its name, how many columns, whether it begins folded.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Icon, Segmented, Select, Switch } from '@/ui'
import { useBench } from '../sight'
import { problemsOf } from '../model/problems'
import { addTab } from '../model/elements'
import { changeSection, MOST_COLUMNS, removeSection } from '../model/sections'
import type { SectionDef } from '../model/types'
import { inBoth } from '../words'
import { WordsInput } from '../parts/WordsInput'
import css from './Panel.module.css'

const NONE = ''
const NEW = '+'

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
            onChange={(n) => edit((f) => changeSection(f, name, { columns: Number(n) }))}
            options={COLUMNS.map((n) => ({ value: n, label: n, name: t('columnsN', { count: Number(n) }) }))}
          />
        )}
      </Field>
      <TabPick section={section} />
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

/** The sheet the section lies on; none: above all sheets. Sheets are named and ordered among the form's settings. */
function TabPick({ section }: { section: SectionDef }) {
  const t = useText('designer')
  const f = useFormat()
  const { form, arranges, edit } = useBench()
  if (!arranges) return null
  const put = (to: string | null) =>
    edit((x) => {
      const [next, key] = to === NEW ? addTab(x, inBoth('tab', (x.tabs?.length ?? 0) + 1)) : [x, to || null]
      return changeSection(next, section.key, { tab: key })
    })
  return (
    <Field label={t('tabOf')} hint={t('tabHint')}>
      {(ids) => (
        <Select
          {...ids}
          value={section.tab ?? NONE}
          onChange={put}
          options={[
            { value: NONE, label: t('noTab') },
            ...(form.tabs ?? []).map((x) => ({ value: x.key, label: f.words(x.label) || x.key })),
            { value: NEW, label: t('newTab') },
          ]}
        />
      )}
    </Field>
  )
}
