// What one field is set to: fixed, taken from somewhere, counted from a day, or nothing.
import type { Field } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { FieldEditor, FieldOperand } from '@/kinds'
import { Button, Checkbox, NumberInput, Select } from '@/ui'
import { isWords } from '../model/fields'
import { loneOf } from '../model/text'
import { usePathWords, type Variable } from '../variables'
import { isFrom, isToday, type From, type Today } from '../words/values'
import css from './parts.module.css'
import { TemplateInput } from './TemplateInput'
import { VariablePicker } from './VariablePicker'

type Source = 'fixed' | 'field2' | 'today' | 'from' | 'empty'

type Props = {
  field: Field | undefined
  name: string
  block: string
  path: string
  value: unknown
  onChange: (value: unknown) => void
}

export function ValueInput({ field, name, block, path, value, onChange }: Props) {
  const t = useText('ruleDesigner')
  if (!field) return <span className="caption">{t('text.none')}</span>
  const source = sourceOf(value, field)
  const sources = sourcesOf(field)
  const picked = source === 'field2' ? loneOf(value) : null
  return (
    <div className={css.valueLine}>
      {sources.length > 1 && (
        <Select
          className={css.source}
          width="auto"
          aria-label={`${name} ${t('values.source')}`}
          value={source}
          options={sources.map((x) => ({ value: x, label: t(`values.${x}` as Key<'ruleDesigner'>) }))}
          onChange={(to) => to && onChange(valueOf(to as Source, field))}
        />
      )}
      {source === 'fixed' && isWords(field) && (
        <TemplateInput
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
          block={block}
          path={path}
          label={name}
          long={field.kind === 'long_text'}
          preview
        />
      )}
      {source === 'fixed' && !isWords(field) && (
        <span className={css.grow}>
          <Fixed field={{ ...field, required: false, readonly: false }} name={name} value={value} onChange={onChange} />
        </span>
      )}
      {source === 'field2' && (
        <PathPick path={picked} block={block} step={path} field={field} onChange={(p) => onChange(p ? `{${p}}` : '')} />
      )}
      {source === 'today' && isToday(value) && <Days value={value} name={name} onChange={onChange} />}
      {source === 'from' && isFrom(value) && (
        <>
          <PathPick
            path={loneOf(value.from)}
            block={block}
            step={path}
            field={field}
            onChange={(p) => onChange({ ...value, from: `{${p}}` })}
          />
          <Days value={value} name={name} onChange={onChange} />
        </>
      )}
    </div>
  )
}

/** Records and people by their ids, everything else in the shape that is written. */
function Fixed({ field, name, value, onChange }: Omit<Props, 'block' | 'path' | 'field'> & { field: Field }) {
  const operand = field.operand ?? 'text'
  if (!REFS.has(operand))
    return <FieldEditor field={field} value={value ?? null} onChange={onChange} aria-label={name} />
  const many = MANY.has(operand)
  return (
    <FieldOperand
      field={field}
      op={many ? 'in' : 'eq'}
      value={value}
      settled
      aria-label={name}
      onChange={(next) => onChange(Array.isArray(next) && !many ? (next[0] ?? null) : next)}
    />
  )
}

const REFS = new Set(['person', 'people', 'record', 'records', 'department', 'departments'])
const MANY = new Set(['choices', 'people', 'records', 'departments'])
const isDay = (field: Field): boolean => field.operand === 'date' || field.operand === 'datetime'

function sourceOf(value: unknown, field: Field): Source {
  if (isToday(value)) return 'today'
  if (isFrom(value)) return 'from'
  if (!isWords(field) && (loneOf(value) !== null || value === '')) return 'field2'
  return value === null && !field.required && isWords(field) ? 'empty' : 'fixed'
}

function sourcesOf(field: Field): Source[] {
  if (isWords(field)) return field.required ? ['fixed'] : ['fixed', 'empty']
  return isDay(field) ? ['today', 'from', 'field2', 'fixed'] : ['fixed', 'field2']
}

function valueOf(source: Source, field: Field): unknown {
  if (source === 'today') return { today: 0 } satisfies Today
  if (source === 'from') return { from: '', days: 1 } satisfies From
  if (source === 'empty') return null
  return source === 'field2' || isWords(field) ? '' : null
}

function Days({ value, name, onChange }: { value: Today | From; name: string; onChange: (value: unknown) => void }) {
  const t = useText('ruleDesigner')
  const key = 'today' in value ? 'today' : 'days'
  const days = 'today' in value ? value.today : value.days
  return (
    <span className={css.days}>
      <span className={css.short}>
        <NumberInput
          aria-label={`${name} ${t('values.days')}`}
          value={days}
          min={-3650}
          max={3650}
          decimals={0}
          onChange={(n) => onChange({ ...value, [key]: n ?? 0 })}
        />
      </span>
      <span className="t2">{t('values.days')}</span>
      <Checkbox checked={value.working ?? false} onChange={(working) => onChange({ ...value, working })}>
        {t('values.working')}
      </Checkbox>
    </span>
  )
}

type PickProps = {
  path: string | null
  block: string
  step: string
  field: Field | undefined
  onChange: (path: string) => void
}

/** Takes a value from the record or around it: only of fields that hold the like. */
export function PathPick({ path, block, step, field, onChange }: PickProps) {
  const t = useText('ruleDesigner')
  const words = usePathWords()
  const fits = (x: Variable): boolean => fitting(x, field)
  return (
    <VariablePicker block={block} path={step} label={t('values.pickField')} only={fits} onPick={onChange}>
      <Button className={css.grow} after="down">
        {path ? words(path, block) : t('values.pickField')}
      </Button>
    </VariablePicker>
  )
}

const ALIKE: { [operand: string]: string[] } = {
  date: ['date', 'datetime'],
  datetime: ['date', 'datetime'],
  people: ['people', 'person'],
  records: ['records', 'record'],
  choices: ['choices', 'choice'],
}

function fitting(x: Variable, field: Field | undefined): boolean {
  if (!field) return true
  const operand = field.operand ?? 'text'
  if (x.path === 'run.date') return isDay(field)
  if (x.path === 'run.at') return operand === 'datetime'
  if (!x.operand || !(ALIKE[operand] ?? [operand]).includes(x.operand)) return false
  const target = field.options?.target as string | undefined
  return (
    !['record', 'records'].includes(operand) ||
    !target ||
    target === '*' ||
    x.target === undefined ||
    x.target === target
  )
}
