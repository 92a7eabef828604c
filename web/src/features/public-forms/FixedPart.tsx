// Values that every entry gets by itself.
import { useFormat } from '@/core/format'
import type { Field, Form } from '@/core/types'
import { kindOf } from '@/kinds'
import { useText } from '@/i18n'
import { FieldError, IconButton, Select } from '@/ui'
import type { Editing } from './editing'
import { Part } from './Part'
import css from './PublicForms.module.css'
import { ValueInput } from './ValueInput'

const NOT_FIXED = new Set(['file', 'rows', 'records', 'people', 'departments'])

/** Fields that can be filled in for people. */
export const fixable = (form: Form): Field[] =>
  form.fields.filter((x) => !NOT_FIXED.has(x.operand ?? '') && kindOf(x.kind).Editor && x.options?.target !== '*')

export function FixedPart({ form, editing }: { form: Form; editing: Editing }) {
  const t = useText('publicForms')
  const f = useFormat()
  const { fixed, fields } = editing.draft.definition
  const keys = Object.keys(fixed)
  const others = fixable(form).filter((x) => !keys.includes(x.key) && !fields.some((c) => c.key === x.key))
  const error = editing.errorOf('fixed')
  return (
    <Part title={t('parts.fixed')} note={keys.length ? f.number(keys.length) : undefined} wrong={Boolean(error)}>
      <p className="t2">{t('fixed.why')}</p>
      {keys.map((key) => {
        const field = form.fields.find((x) => x.key === key)
        const name = field ? f.words(field.label) : key
        return (
          <div key={key} className={css.line}>
            <span className={css.what}>{name}</span>
            {field && (
              <ValueInput
                form={form}
                field={field}
                value={fixed[key]}
                label={name}
                onChange={(value) => editing.put({ fixed: { ...fixed, [key]: value } })}
              />
            )}
            <IconButton
              icon="close"
              size="small"
              label={t('fixed.drop', { field: name })}
              onClick={() => {
                const { [key]: _, ...rest } = fixed
                editing.put({ fixed: rest })
              }}
            />
          </div>
        )
      })}
      <FieldError>{error}</FieldError>
      <Select<string>
        value={null}
        placeholder={t('fixed.add')}
        aria-label={t('fixed.add')}
        options={others.map((x) => ({ value: x.key, label: f.words(x.label), search: f.words(x.label) }))}
        onChange={(key) => key && editing.put({ fixed: { ...fixed, [key]: null } })}
      />
    </Part>
  )
}
