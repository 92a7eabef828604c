// Controls that choose something of the workspace: forms, fields, stages, tags, channels, doors that writes come through.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { fieldOf, fieldsOf } from '@/core/forms'
import { useTagsInUse } from '@/core/search'
import type { Field, Filter, Form } from '@/core/types'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { useText, type Key } from '@/i18n'
import { MultiSelect, Select, StageName, TagSelect } from '@/ui'
import { useDesign } from '../../bench'
import { listOf, textOf } from '../../words/common'
import type { OptionProps } from '../Option'

/** The form an option of a trigger or a step is about. */
const useHere = (block: string): Form | undefined => useDesign().formIn(block)

export function FormControl({ option, options, put, label, ids, invalid, kind }: OptionProps) {
  const f = useFormat()
  const { forms } = useDesign()
  // What was said about another form's fields means nothing for this one.
  const begun = kind.key === 'for_each' ? { filter: null } : { values: {} }
  return (
    <Select
      {...ids}
      aria-label={label}
      invalid={invalid}
      searchable
      value={textOf(options[option]) || null}
      options={forms.map((form) => ({ value: form.key, label: f.words(form.label) }))}
      onChange={(form) => form && put({ ...options, ...begun, [option]: form })}
    />
  )
}

const MOMENTS = new Set(['date', 'datetime'])
const isMoment = (field: Field): boolean => MOMENTS.has(field.operand ?? '') && MOMENTS.has(field.kind)
const FITS: { [name: string]: (field: Field) => boolean } = {
  'date.field': isMoment,
  'link.field': (field) => field.operand === 'record' || field.operand === 'records',
  'tag.field': (field) => field.kind === 'tags' || field.kind === 'choices',
}

export function FieldControl({ option, options, put, block, label, ids, invalid, kind }: OptionProps) {
  const f = useFormat()
  const form = useHere(block)
  const fits = FITS[`${kind.key}.${option}`]
  const fields = form ? fieldsOf(form).filter((field) => !fits || fits(field)) : []
  const begun = kind.key === 'tag' ? { add: [], remove: [] } : kind.key === 'link' ? { to: '' } : {}
  return (
    <Select
      {...ids}
      aria-label={label}
      invalid={invalid}
      searchable
      value={textOf(options[option]) || null}
      options={fields.map((field) => ({ value: field.key, label: f.words(field.label) }))}
      onChange={(field) => field && put({ ...options, ...begun, [option]: field })}
    />
  )
}

export function FieldsControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const form = useHere(block)
  const fields = form ? [...form.fields, ...form.system.filter((x) => x.key === 'owner' || x.key === 'stage')] : []
  return (
    <MultiSelect
      {...ids}
      aria-label={label}
      invalid={invalid}
      placeholder={t('option.allFields')}
      searchable
      value={listOf<string>(options[option])}
      options={fields.map((field) => ({ value: field.key, label: f.words(field.label), search: f.words(field.label) }))}
      onChange={(keys) => put({ ...options, [option]: keys })}
    />
  )
}

const SILENCE = ['last_activity_at', 'owner_since', 'created_at']

export function MomentsControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const f = useFormat()
  const form = useHere(block)
  const fields = form ? fieldsOf(form).filter(isMoment) : []
  const known = (key: string) => fields.some((field) => field.key === key)
  const value = options[option] === undefined ? SILENCE.filter(known) : listOf<string>(options[option])
  return (
    <MultiSelect
      {...ids}
      aria-label={label}
      invalid={invalid}
      value={value}
      options={fields.map((field) => ({ value: field.key, label: f.words(field.label), search: f.words(field.label) }))}
      onChange={(keys) => put({ ...options, [option]: keys.length > 0 ? keys : undefined })}
    />
  )
}

export function StagesControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const t = useText('ruleDesigner')
  const stages = useStages(block)
  return (
    <MultiSelect
      {...ids}
      aria-label={label}
      invalid={invalid}
      placeholder={t('option.allStages')}
      value={listOf<string>(options[option])}
      options={stages}
      onChange={(keys) => put({ ...options, [option]: keys })}
    />
  )
}

export function StageControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const stages = useStages(block)
  return (
    <Select
      {...ids}
      aria-label={label}
      invalid={invalid}
      value={textOf(options[option]) || null}
      options={stages}
      onChange={(stage) => stage && put({ ...options, [option]: stage })}
    />
  )
}

function useStages(block: string) {
  const f = useFormat()
  const form = useHere(block)
  const stages = form ? (form.pipelines ?? []).flatMap((line) => line.stages) : []
  return stages.map((stage) => ({
    value: stage.key,
    label: <StageName stage={stage} name={f.words(stage.label)} />,
    search: f.words(stage.label),
  }))
}

const SOURCES = ['page', 'api', 'import', 'bulk', 'public', 'rule', 'handover', 'merge']

export function SourcesControl({ option, options, put, label, ids }: OptionProps) {
  const t = useText('ruleDesigner')
  return (
    <MultiSelect
      {...ids}
      aria-label={label}
      placeholder={t('option.sourcesAny')}
      value={listOf<string>(options[option])}
      options={SOURCES.map((x) => ({ value: x, label: t(`option.source.${x}` as Key<'ruleDesigner'>) }))}
      onChange={(keys) => put({ ...options, [option]: keys.length > 0 ? keys : null })}
    />
  )
}

export function TagsControl({ option, options, put, block, label, ids }: OptionProps) {
  const f = useFormat()
  const form = useHere(block)
  const field = form && fieldOf(form, textOf(options.field))
  const [q, setQ] = useState('')
  const used = useTagsInUse(field?.kind === 'tags' ? form?.key : undefined, field?.key ?? '', q)
  const value = listOf<string>(options[option])
  const change = (tags: string[]) => put({ ...options, [option]: tags })
  const choices = field?.options?.choices
  if (choices && field.kind === 'choices')
    return (
      <MultiSelect
        {...ids}
        aria-label={label}
        value={value}
        options={choices.map((c) => ({ value: c.key, label: f.words(c.label), search: f.words(c.label) }))}
        onChange={change}
      />
    )
  return (
    <TagSelect
      {...ids}
      aria-label={label}
      value={value}
      onChange={change}
      onSearch={setQ}
      maxCount={20}
      options={(used.data ?? []).map((x) => ({ value: x.tag, label: x.tag }))}
    />
  )
}

const PURPOSES: { [action: string]: string } = { im: 'robot' }

export function ChannelControl({ option, options, put, label, ids, invalid, kind }: OptionProps) {
  const t = useText('ruleDesigner')
  const { channels } = useDesign()
  const purpose = PURPOSES[kind.key] ?? kind.key
  const fitting = channels.filter((each) => each.purpose === purpose)
  if (fitting.length === 0) return <p className="caption">{t('option.noChannels')}</p>
  return (
    <Select
      {...ids}
      aria-label={label}
      invalid={invalid}
      clearable
      placeholder={t('option.defaultChannel')}
      value={textOf(options[option]) || null}
      options={fitting.map((each) => ({ value: each.key, label: each.label }))}
      onChange={(channel) => put({ ...options, [option]: channel ?? '' })}
    />
  )
}

export function ConditionControl({ option, options, put, block, label }: OptionProps) {
  const t = useText('ruleDesigner')
  const form = useHere(block)
  if (!form) return <p className="caption">{t('option.conditionEmpty')}</p>
  return (
    <ConditionInput
      form={form}
      value={(options[option] as Filter | null) ?? null}
      onChange={(filter) => put({ ...options, [option]: filter })}
      label={label}
      empty={t('option.conditionEmpty')}
    />
  )
}
