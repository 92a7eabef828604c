// A second factor being set up: the secret as a picture and as text, and a code as proof that the app has it.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input } from '@/ui'
import type { Secret } from './security'
import css from './security.module.css'

type Props = { secret: Secret; confirm: (code: string) => void; pending: boolean; error: unknown; back?: () => void }

export function SetUp({ secret, confirm, pending, error, back }: Props) {
  const t = useText('security')
  const c = useText('common')
  const [code, setCode] = useState('')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (code.trim()) confirm(code)
  }
  return (
    <form className={css.setUp} onSubmit={submit}>
      <div>
        <b>{t('factor.scan')}</b>
        <p className="caption">{t('factor.apps')}</p>
      </div>
      <img className={css.qr} src={secret.qr} alt={t('factor.scan')} />
      <div>
        <p className="caption">{t('factor.typed')}</p>
        <code className={css.secret}>{secret.secret}</code>
      </div>
      <Field label={t('factor.confirm')} error={isProblem(error) ? (error.errors[0]?.detail ?? error.message) : ''}>
        {(ids) => (
          <Input
            {...ids}
            value={code}
            onChange={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            autoFocus
          />
        )}
      </Field>
      <div className={css.row}>
        <Button look="primary" type="submit" loading={pending} disabled={!code.trim()}>
          {t('factor.next')}
        </Button>
        {back && (
          <Button look="text" onClick={back}>
            {c('cancel')}
          </Button>
        )}
      </div>
      {Boolean(error) && !isProblem(error) && <FieldError>{String(error)}</FieldError>}
    </form>
  )
}
