// Fields and what they are set to, one line each: a value, something of the record, a day counted from another, nothing.
import { useFormat } from '@/core/format'
import { fieldsOf } from '@/core/forms'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton, Select } from '@/ui'
import { isWords } from '../model/fields'
import css from './parts.module.css'
import { ValueInput } from './ValueInput'

export type Values = { [field: string]: unknown }

type Props = {
  /** Whose fields are set, and where what is taken comes from. */
  form: Form | undefined
  block: string
  path: string
  value: Values
  onChange: (value: Values) => void
  label: string
  /** Fields that are set elsewhere. */
  without?: string[]
  wrong?: (key: string) => boolean
}

const COMPUTED = new Set([
  'formula',
  'rollup',
  'lookup',
  'serial',
  'rmb_capitals',
  'detail',
  'file',
  'image',
  'signature',
])
const SYSTEM = new Set(['owner'])

/** What a step may write: no stage, which has gates of its own, and nothing that is worked out. */
function writable(form: Form): Field[] {
  const own = form.fields.filter((f) => !f.readonly && !COMPUTED.has(f.kind) && !f.closed && !f.fields)
  return [...own, ...form.system.filter((f) => SYSTEM.has(f.key))]
}

export function ValuesInput({ form, block, path, value, onChange, label, without = [], wrong }: Props) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const fields = form ? writable(form).filter((x) => !without.includes(x.key)) : []
  const free = fields.filter((x) => !(x.key in value))
  const nameOf = (key: string) => f.words(form && fieldsOf(form).find((x) => x.key === key)?.label) || key
  const put = (key: string, next: unknown) => onChange({ ...value, [key]: next })
  const drop = (key: string) => onChange(Object.fromEntries(Object.entries(value).filter(([k]) => k !== key)))
  return (
    <div className={css.values} role="group" aria-label={label}>
      {Object.entries(value).map(([key, each]) => (
        <div key={key} className={[css.valueRow, wrong?.(key) ? css.wrong : ''].join(' ')}>
          <div className={css.valueHead}>
            <b>{nameOf(key)}</b>
            <IconButton
              icon="close"
              size="small"
              tone="quiet"
              label={t('values.remove', { field: nameOf(key) })}
              onClick={() => drop(key)}
            />
          </div>
          <ValueInput
            field={fields.find((x) => x.key === key) ?? (form && fieldsOf(form).find((x) => x.key === key))}
            name={nameOf(key)}
            block={block}
            path={path}
            value={each}
            onChange={(next) => put(key, next)}
          />
        </div>
      ))}
      {free.length > 0 && (
        <Select
          aria-label={t('values.addField')}
          placeholder={t('values.addField')}
          searchable
          value={null}
          options={free.map((x) => ({ value: x.key, label: f.words(x.label), search: `${f.words(x.label)} ${x.key}` }))}
          onChange={(key) => key && put(key, begun(fields.find((x) => x.key === key)!))}
        />
      )}
    </div>
  )
}

/** Words are typed; of everything else a value is picked. */
const begun = (field: Field): unknown => (isWords(field) ? '' : field.operand === 'date' ? { today: 0 } : null)
