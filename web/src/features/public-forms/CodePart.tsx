// Whether entries count only with a code that went to the address in them.
import type { Form } from '@/core/types'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { FieldError, Select, Switch } from '@/ui'
import type { Editing } from './editing'
import { Part } from './Part'
import css from './PublicForms.module.css'

export function CodePart({ form, editing, mail }: { form: Form; editing: Editing; mail: boolean }) {
  const t = useText('publicForms')
  const f = useFormat()
  const { code, fields } = editing.draft.definition
  const error = editing.errorOf('code')
  const chosen = fields.map((each) => form.fields.find((x) => x.key === each.key))
  const options = chosen.flatMap((x) => (x?.kind === 'email' ? [{ value: x.key, label: f.words(x.label) }] : []))
  return (
    <Part title={t('parts.code')} note={t(code ? 'code.on' : 'code.off')} wrong={Boolean(error)}>
      <p className="t2">{t('code.why')}</p>
      {options.length === 0 && !code ? (
        <p className="t2">{t('code.none')}</p>
      ) : (
        <div className={css.line}>
          <Switch
            checked={Boolean(code)}
            onChange={(on) => editing.put({ code: on ? (options[0]?.value ?? null) : null })}
            aria-label={t('code.ask')}
          />
          <span>{t('code.ask')}</span>
          {code && options.length > 1 && (
            <Select
              value={code}
              options={options}
              onChange={(to) => editing.put({ code: to })}
              aria-label={t('code.field')}
            />
          )}
        </div>
      )}
      {code && !mail && <p className="hot">{t('code.noMail')}</p>}
      <FieldError>{error}</FieldError>
    </Part>
  )
}
