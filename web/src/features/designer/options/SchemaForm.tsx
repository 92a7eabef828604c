// A kind's options, drawn from their JSON schema; a few have editors of their own.
import type { ComponentType } from 'react'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { Field, Input, NumberInput, Select, Switch } from '@/ui'
import type { Options, Schema } from '../model/types'
import { LinesInput } from '../parts/LinesInput'
import css from '../panel/Panel.module.css'
import { FillOption } from '../linked/FillOption'
import { ChoicesEditor } from './ChoicesEditor'
import { ConditionOption } from './ConditionOption'
import { shapeOf, valueOf, type Shape } from './schema'
import { FormulaOption } from './FormulaOption'
import { FieldPick } from './FieldPick'
import { SerialParts } from './SerialParts'
import { FormsPick, TargetPick } from './TargetPick'
import { TreeOption } from './TreeOption'

export type OptionProps = {
  name: string
  label: string
  hint?: string | undefined
  value: unknown
  onChange: (value: unknown, run?: boolean) => void
  error?: string | undefined
  options: Options
  /** Another option that follows from this one. */
  set: (name: string, value: unknown) => void
}

const OWN: { [name: string]: ComponentType<OptionProps> } = {
  choices: ChoicesEditor,
  target: TargetPick,
  forms: FormsPick,
  filter: ConditionOption,
  parts: SerialParts,
  formula: FormulaOption,
  nodes: TreeOption,
  of: FieldPick,
  fill: FillOption,
}

type Props = {
  schema: Schema | undefined
  options: Options
  /** `run`: typed letter by letter, one step of undo. */
  onChange: (name: string, value: unknown, run?: boolean) => void
  problem: (name: string) => string | undefined
  run: string
}

export function SchemaForm({ schema, options, onChange, problem }: Props) {
  const names = Object.keys(schema?.properties ?? {}).filter((name) => applies(name, options))
  const say = useOptionWords()
  if (!schema || names.length === 0) return null
  return (
    <div className={css.options}>
      {names.map((name) => {
        const part = schema.properties![name]!
        const Own = OWN[name]
        const props: OptionProps = {
          name,
          ...say(name, part),
          value: valueOf(part, options[name]),
          onChange: (value, run) => onChange(name, value, run),
          error: problem(name),
          options,
          set: onChange,
        }
        return Own ? <Own key={name} {...props} /> : <Plain key={name} {...props} shape={shapeOf(part)} />
      })}
    </div>
  )
}

/** Limiting to some forms means something only where any record may be linked; a target that is any has no filter. */
const applies = (name: string, options: Options): boolean => {
  if (name === 'forms') return options.target === '*'
  if (name === 'overwrite') return Array.isArray(options.fill) && options.fill.length > 0
  return name === 'filter' || name === 'fill' ? options.target !== '*' : true
}

function Plain({ shape, ...p }: OptionProps & { shape: Shape }) {
  if (shape.shape === 'unknown' || shape.shape === 'fixed') return null
  if (shape.shape === 'switch')
    return (
      <label className={css.switch}>
        <span>
          {p.label}
          {p.hint && <span className="caption">{p.hint}</span>}
        </span>
        <Switch checked={p.value === true} onChange={p.onChange} aria-label={p.label} />
      </label>
    )
  return (
    <Field label={p.label} hint={p.hint} error={p.error}>
      {(ids) => <Box ids={ids} shape={shape} {...p} />}
    </Field>
  )
}

type Ids = { id: string; 'aria-describedby'?: string | undefined; invalid: boolean }

function Box({ ids, shape, name, value, onChange, label }: OptionProps & { ids: Ids; shape: Shape }) {
  const word = useChoiceWord(name)
  if (shape.shape === 'number')
    return (
      <NumberInput
        {...ids}
        min={shape.min}
        max={shape.max}
        {...(shape.whole ? { decimals: 0 } : {})}
        value={typeof value === 'number' ? value : null}
        onChange={(v) => onChange(v ?? (shape.clearable ? null : undefined), true)}
      />
    )
  if (shape.shape === 'one')
    return (
      <Select
        {...ids}
        clearable={shape.clearable}
        value={typeof value === 'string' ? value : null}
        onChange={onChange}
        options={shape.of.map((x) => ({ value: x, label: word(x) }))}
      />
    )
  if (shape.shape === 'many')
    return (
      <LinesInput
        id={ids.id}
        label={label}
        value={Array.isArray(value) ? (value as string[]) : []}
        onChange={onChange}
      />
    )
  return (
    <Input
      {...ids}
      maxLength={shape.shape === 'text' ? shape.max : undefined}
      value={typeof value === 'string' ? value : ''}
      onChange={(x) => onChange(x || null, true)}
    />
  )
}

/** Our own words for options we know; a kind's own (`x-label`, `x-hint`), else its title, for others. */
function useOptionWords() {
  const t = useText('designer')
  const f = useFormat()
  return (name: string, schema: Schema): { label: string; hint?: string | undefined } => {
    const own = schema['x-label'] as Words | undefined
    const key = `option.${name}`
    const known = t(key as Key<'designer'>)
    const hint = t(`optionHint.${name}` as Key<'designer'>)
    return {
      label: own ? f.words(own) : known !== key ? known : (schema.title ?? name),
      hint: f.words(schema['x-hint'] as Words | undefined) || (hint === `optionHint.${name}` ? undefined : hint),
    }
  }
}

function useChoiceWord(name: string) {
  const t = useText('designer')
  return (value: string): string => {
    const key = `optionValue.${name}.${value}`
    const known = t(key as Key<'designer'>)
    return known === key ? value : known
  }
}
