// Where entries come from: codes of links, the field they are kept in, how many each has brought.
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, FieldError, IconButton, Input, Select } from '@/ui'
import type { Editing } from './editing'
import { fixable } from './FixedPart'
import { Part } from './Part'
import type { Code } from './publicForms'
import css from './PublicForms.module.css'
import { ValueInput } from './ValueInput'

export function SourcesPart({ form, editing }: { form: Form; editing: Editing }) {
  const t = useText('publicForms')
  const f = useFormat()
  const { tracking, fields } = editing.draft.definition
  const field = form.fields.find((x) => x.key === tracking.field)
  const put = (codes: Code[]) => editing.put({ tracking: { ...tracking, codes } })
  const error = editing.errorOf('tracking')
  const choices = fixable(form).filter((x) => !fields.some((c) => c.key === x.key))
  return (
    <Part title={t('parts.sources')} wrong={Boolean(error)}>
      <p className="t2">{t('sources.why')}</p>
      <Field label={t('sources.field')}>
        {(ids) => (
          <Select<string>
            id={ids.id}
            value={tracking.field}
            clearable
            placeholder={t('sources.noField')}
            options={choices.map((x) => ({ value: x.key, label: f.words(x.label), search: f.words(x.label) }))}
            onChange={(key) =>
              editing.put({ tracking: { field: key, codes: tracking.codes.map((c) => ({ ...c, value: null })) } })
            }
            aria-label={t('sources.field')}
          />
        )}
      </Field>
      {tracking.codes.map((code, at) => (
        <div key={at} className={css.line}>
          <Input
            value={code.code}
            placeholder={t('sources.codeHint')}
            aria-label={t('sources.code')}
            maxLength={60}
            onChange={(to) => put(tracking.codes.map((c, i) => (i === at ? { ...c, code: to.trim() } : c)))}
          />
          {field && (
            <ValueInput
              form={form}
              field={field}
              value={code.value}
              label={t('sources.value')}
              onChange={(value) => put(tracking.codes.map((c, i) => (i === at ? { ...c, value } : c)))}
            />
          )}
          <IconButton
            icon="close"
            size="small"
            label={t('sources.drop', { code: code.code })}
            onClick={() => put(tracking.codes.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <FieldError>{error}</FieldError>
      <Button icon="plus" size="small" onClick={() => put([...tracking.codes, { code: '', label: '', value: null }])}>
        {t('sources.add')}
      </Button>
      <Counts editing={editing} />
    </Part>
  )
}

function Counts({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const f = useFormat()
  const { sources } = editing.saved.counts
  if (!sources.length) return null
  return (
    <table className={css.counts}>
      <thead>
        <tr>
          <th>{t('sources.code')}</th>
          <th>{t('sources.count')}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((each) => (
          <tr key={each.code}>
            <td>{each.code === '' ? t('sources.direct') : each.code === '*' ? t('sources.rest') : each.code}</td>
            <td>{f.number(each.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
