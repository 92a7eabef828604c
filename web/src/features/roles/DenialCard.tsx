// One denial: for what, on which records, which fields at most how far; said in a sentence below.
import { useFormat } from '@/core/format'
import { fieldsOf, stageOf, stagesOf } from '@/core/forms'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton, MultiSelect, Select } from '@/ui'
import { useBench } from './bench'
import { inStages, stageCapOf, unfinished } from './denials'
import { change, remove, rowsOf, type Line } from './model'
import css from './Roles.module.css'
import { ScopePick } from './ScopePick'
import { useScopeWords } from './scopeWords'
import { ACTIONS, LEVELS, type Grant, type Level, type Levels } from './types'

type Props = { line: Line; form: Form | undefined }

export function DenialCard({ line, form }: Props) {
  const t = useText('roles')
  const { grid } = useBench()
  const cap = form ? stageCapOf(line) : null
  const put = (part: Partial<Grant>) => grid((now) => change(now, line.id, part))
  const held = line.grant.fields !== undefined && line.grant.fields !== null
  return (
    <div className={`${css.denial} ${unfinished(line.grant) ? css.unfinished : ''}`} data-testid="denial">
      <div className={css.denialHead}>
        <span className="caption">{t(cap ? 'stageCap' : held ? 'fieldCap' : 'rowDenial')}</span>
        <IconButton
          icon="trash"
          size="small"
          tone="quiet"
          label={t('dropDenial')}
          onClick={() => grid((now) => remove(now, line.id))}
        />
      </div>
      {cap && form ? (
        <MultiSelect
          size="small"
          value={cap.stages}
          options={stagesOf(form).map((stage) => ({
            value: stage.key,
            label: <StageLabel form={form} stage={stage.key} />,
          }))}
          onChange={(stages) => put({ rows: inStages(stages) })}
          aria-label={t('inStages')}
          placeholder={t('inStages')}
        />
      ) : (
        <>
          <MultiSelect
            size="small"
            value={line.grant.actions}
            options={ACTIONS.map((action) => ({ value: action as string, label: t(`action.${action}`) }))}
            onChange={(actions) => put({ actions })}
            aria-label={t('deniedActions')}
            placeholder={t('deniedActions')}
          />
          <ScopePick form={form} value={rowsOf(line.grant)} onChange={(rows) => put({ rows })} />
        </>
      )}
      {held && <CappedFields form={form} fields={line.grant.fields ?? {}} onChange={(fields) => put({ fields })} />}
      <p className={css.said}>
        <Sentence line={line} form={form} />
      </p>
    </div>
  )
}

function StageLabel({ form, stage }: { form: Form; stage: string }) {
  const f = useFormat()
  return f.words(stageOf(form, stage)?.label) || stage
}

type CappedProps = { form: Form | undefined; fields: Levels; onChange: (fields: Levels) => void }

function CappedFields({ form, fields, onChange }: CappedProps) {
  const t = useText('roles')
  const f = useFormat()
  const known = form ? fieldsOf(form) : []
  const keys = Object.keys(fields)
  const level: Level = Object.values(fields)[0] ?? 'read'
  // Every field may have a level of its own; set here they share one, others stay as they are until one is chosen.
  const put = (next: string[]) => onChange(Object.fromEntries(next.map((key) => [key, fields[key] ?? level])))
  return (
    <>
      <MultiSelect
        size="small"
        value={keys}
        options={[
          ...known.map((field) => ({ value: field.key, label: f.words(field.label) })),
          ...keys.filter((key) => !known.some((field) => field.key === key)).map((key) => ({ value: key, label: key })),
        ]}
        onChange={put}
        aria-label={t('cappedFields')}
        placeholder={t('cappedFields')}
      />
      <Select<Level>
        size="small"
        value={level}
        options={LEVELS.filter((each) => each !== 'edit').map((value) => ({
          value,
          label: t(`atMost.${value as 'read'}`),
        }))}
        onChange={(next) => next && onChange(Object.fromEntries(keys.map((key) => [key, next])))}
        aria-label={t('cappedLevel')}
      />
    </>
  )
}

/** The rule in words, as it will be applied. */
function Sentence({ line, form }: Props) {
  const t = useText('roles')
  const f = useFormat()
  const words = useScopeWords(form)
  const cap = stageCapOf(line)
  if (unfinished(line.grant)) return t('unfinished')
  const actions = line.grant.actions.map((action) => t(`action.${action as 'read'}`)).join(t('comma'))
  const name = (key: string) => (form && f.words(fieldsOf(form).find((field) => field.key === key)?.label)) || key
  const fields = Object.entries(line.grant.fields ?? {})
    .map(([key, level]) => t('fieldAtMost', { field: name(key), level: t(`level.${level}`) }))
    .join(t('semicolon'))
  if (cap && form) {
    const stages = cap.stages.map((stage) => f.words(stageOf(form, stage)?.label) || stage).join(t('comma'))
    return t('saidStage', { stages, fields })
  }
  const rows = words.long(rowsOf(line.grant))
  return fields ? t('saidFields', { rows, fields, actions }) : t('saidRows', { rows, actions })
}
