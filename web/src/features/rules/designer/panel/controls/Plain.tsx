// Controls for plain options: people, texts, numbers, yes or no, one of several, a time of day.
import type { Words } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { Input, NumberInput, Segmented, Select, Switch, TimePicker } from '@/ui'
import { WordsInput } from '@/features/designer/parts/WordsInput'
import { bare } from '../../model/schema'
import type { Whom } from '../../model/types'
import { CronInput } from '../../parts/CronInput'
import css from '../../parts/parts.module.css'
import { PeopleInput } from '../../parts/PeopleInput'
import { TemplateInput } from '../../parts/TemplateInput'
import { listOf, textOf } from '../../words/common'
import type { OptionProps } from '../Option'

export function PeopleControl({ option, options, put, block, label, invalid }: OptionProps) {
  const change = (people: Whom[]) => put({ ...options, [option]: people })
  return <PeopleInput value={listOf(options[option])} onChange={change} block={block} label={label} invalid={invalid} />
}

/** Plain where nothing is filled in: names of templates. */
const UNFILLED = new Set(['template'])
const LONG = new Set(['text', 'body'])
const SHOWN = new Set(['text', 'title', 'subject'])

export function TextControl({ option, options, put, block, path, label, invalid, ids, schema }: OptionProps) {
  const value = textOf(options[option])
  const change = (text: string) => put({ ...options, [option]: text }, `${path}.${option}`)
  if (UNFILLED.has(option))
    return <Input {...ids} value={value} onChange={change} maxLength={schema.maxLength} invalid={invalid} />
  return (
    <TemplateInput
      {...ids}
      value={value}
      onChange={change}
      block={block}
      path={path}
      label={label}
      long={LONG.has(option)}
      preview={SHOWN.has(option)}
      invalid={invalid}
    />
  )
}

export function NumberControl({ option, options, put, path, label, ids, invalid, schema: given }: OptionProps) {
  const schema = bare(given)
  const value = options[option] ?? given.default ?? null
  const change = (n: number | null) => put({ ...options, [option]: n ?? given.default ?? null }, `${path}.${option}`)
  return (
    <span className={css.short}>
      <NumberInput
        {...ids}
        aria-label={label}
        invalid={invalid}
        value={typeof value === 'number' ? value : null}
        min={schema.minimum}
        max={schema.maximum}
        decimals={schema.type === 'integer' ? 0 : undefined}
        onChange={change}
      />
    </span>
  )
}

export function SwitchControl({ option, options, put, label, ids, schema }: OptionProps) {
  const value = options[option] ?? schema.default ?? false
  return (
    <span>
      <Switch
        id={ids.id}
        aria-label={label}
        checked={value === true}
        onChange={(on) => put({ ...options, [option]: on })}
      />
    </span>
  )
}

export function OneOfControl({ option, options, put, label, ids, schema: given }: OptionProps) {
  const t = useText('ruleDesigner')
  const schema = bare(given)
  const value = textOf(options[option] ?? given.default)
  const choices = (schema.enum ?? []).map((x) => ({
    value: x,
    label: t(`option.${option}.${x}` as Key<'ruleDesigner'>),
  }))
  const change = (to: string | null) => to && put({ ...options, [option]: to })
  if (choices.length <= 2)
    return (
      <span>
        <Segmented aria-label={label} value={value} onChange={change} options={choices} />
      </span>
    )
  return <Select {...ids} aria-label={label} value={value} onChange={change} options={choices} />
}

export function TimeControl({ option, options, put, label, ids, schema }: OptionProps) {
  const t = useText('ruleDesigner')
  const value = textOf(options[option] ?? schema.default) || null
  return (
    <TimePicker
      id={ids.id}
      aria-label={label}
      placeholder={t('option.noTime')}
      clearable={schema.default === null || schema.default === undefined}
      value={value}
      onChange={(time) => put({ ...options, [option]: time ?? schema.default ?? null })}
    />
  )
}

export function CronControl({ option, options, put, path }: OptionProps) {
  const change = (at: string) => put({ ...options, [option]: at }, `${path}.${option}`)
  return <CronInput value={textOf(options[option])} onChange={change} />
}

export function LabelControl({ option, options, put, path, label, ids, invalid }: OptionProps) {
  const change = (words: Words) => put({ ...options, [option]: words }, `${path}.${option}`)
  return <WordsInput value={options[option] as Words} onChange={change} label={label} id={ids.id} invalid={invalid} />
}
