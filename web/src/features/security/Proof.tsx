// It is still I: the password, and where asked a code.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input } from '@/ui'
import css from './security.module.css'

type Props = {
  /** Whether the person has a password at all. */
  password: boolean
  code?: boolean
  label: string
  danger?: boolean
  pending: boolean
  error: unknown
  go: (proof: { password?: string; code?: string }) => void
  back: () => void
}

export function Proof({ password, code = false, label, danger = false, pending, error, go, back }: Props) {
  const t = useText('security')
  const s = useText('settings')
  const c = useText('common')
  const [word, setWord] = useState('')
  const [digits, setDigits] = useState('')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    go({ ...(password ? { password: word } : {}), ...(code ? { code: digits } : {}) })
  }
  return (
    <form className={css.proof} onSubmit={submit}>
      <b>{t('factor.proof')}</b>
      {password && (
        <Field label={t('factor.password')}>
          {(ids) => (
            <Input {...ids} type="password" autoComplete="current-password" value={word} onChange={setWord} autoFocus />
          )}
        </Field>
      )}
      {code && (
        <Field label={t('factor.code')} hint={t('factor.codeHint')}>
          {(ids) => <Input {...ids} autoComplete="one-time-code" value={digits} onChange={setDigits} />}
        </Field>
      )}
      {isProblem(error) && (
        <FieldError>
          {error.code === 'sign_in.wrong' ? s('password.wrong') : (error.errors[0]?.detail ?? error.message)}
        </FieldError>
      )}
      <div className={css.row}>
        <Button
          look={danger ? 'danger' : 'primary'}
          type="submit"
          loading={pending}
          disabled={(password && !word) || (code && !digits.trim())}
        >
          {label}
        </Button>
        <Button look="text" onClick={back}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
