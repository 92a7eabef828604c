// The session ended in the middle of work: signing in over the page, which keeps what was typed.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { useExpired } from '@/core/query'
import { useMe, useSignInAgain, useSignInCode, useSignOut } from '@/core/session'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input, Modal } from '@/ui'

export function SignInAgain() {
  const expired = useExpired((s) => s.expired)
  return expired ? <Dialog /> : null
}

function Dialog() {
  const t = useText('session')
  const me = useMe()
  const signIn = useSignInAgain(me)
  const leave = useSignOut()
  const [password, setPassword] = useState('')
  const second = useSignInCode()
  const [code, setCode] = useState('')
  const wants = signIn.data?.wants
  // A second factor is set up on the sign-in page, where there is room for it.
  if (wants === 'set_up') window.location.assign(`/signin?wants=set_up&onward=${encodeURIComponent(here())}`)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (wants === 'code') second.mutate(code)
    else if (password) signIn.mutate(password)
  }
  const again = isProblem(second.error) && second.error.code === 'sign_in.begin_again'
  const begin = () => {
    second.reset()
    signIn.reset()
    setCode('')
  }
  return (
    <Modal open onClose={() => undefined} fixed title={t('again.title')}>
      <form onSubmit={submit}>
        <p className="t2">{t('again.why', { name: me.person.name })}</p>
        {wants === 'code' ? (
          <Field label={t('code')} hint={t('codeHint')}>
            {(ids) => (
              <Input {...ids} value={code} onChange={setCode} autoComplete="one-time-code" maxLength={40} autoFocus />
            )}
          </Field>
        ) : (
          <Field label={t('password')}>
            {(ids) => (
              <Input
                {...ids}
                type="password"
                value={password}
                onChange={setPassword}
                autoComplete="current-password"
                autoFocus
              />
            )}
          </Field>
        )}
        <FieldError>{messageOf(wants ? second.error : signIn.error)}</FieldError>
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 8 }}>
          <Button look="text" onClick={() => leave.mutate()}>
            {t('again.other')}
          </Button>
          {again ? (
            <Button look="primary" onClick={begin}>
              {t('back')}
            </Button>
          ) : (
            <Button
              look="primary"
              type="submit"
              loading={signIn.isPending || second.isPending}
              disabled={wants ? !code.trim() : !password}
            >
              {t(wants ? 'verify' : 'submit')}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  )
}

const here = () => window.location.pathname + window.location.search
const messageOf = (e: unknown): string | null => (isProblem(e) ? e.message : null)
