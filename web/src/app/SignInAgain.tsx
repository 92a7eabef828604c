// The session ended in the middle of work: signing in over the page, which keeps what was typed.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { useExpired } from '@/core/query'
import { useMe, useSignInAgain, useSignOut } from '@/core/session'
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
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (password) signIn.mutate(password)
  }
  return (
    <Modal open onClose={() => undefined} fixed title={t('again.title')}>
      <form onSubmit={submit}>
        <p className="t2">{t('again.why', { name: me.person.name })}</p>
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
        <FieldError>{isProblem(signIn.error) ? signIn.error.message : null}</FieldError>
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 8 }}>
          <Button look="text" onClick={() => leave.mutate()}>
            {t('again.other')}
          </Button>
          <Button look="primary" type="submit" loading={signIn.isPending} disabled={!password}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
