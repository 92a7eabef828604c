// Signing in: the workspace's name, two boxes, one button; what is wrong is said where it is wrong.
import { useState, type FormEvent } from 'react'
import { Navigate, useLocation } from 'react-router'
import { Logo } from '@/app/Logo'
import { isProblem } from '@/core/problem'
import { useSession, useSignIn } from '@/core/session'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Icon, Input } from '@/ui'
import { useWorkspaceName } from './workspace'
import css from './signin.module.css'

export default function SignInPage() {
  const session = useSession()
  const { state } = useLocation() as { state: { from?: string } | null }
  if (session.data) return <Navigate to={state?.from ?? '/'} replace />
  return (
    <main className={css.page}>
      <SignInForm />
    </main>
  )
}

function SignInForm() {
  const t = useText('session')
  const shell = useText('shell')
  const name = useWorkspaceName()
  const signIn = useSignIn()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [tried, setTried] = useState(false)
  const missing = {
    account: tried && !account.trim() ? t('missingAccount') : '',
    password: tried && !password ? t('missingPassword') : '',
  }
  const submit = (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (account.trim() && password) signIn.mutate({ account: account.trim(), password })
  }
  return (
    <form className={css.card} onSubmit={submit} noValidate>
      <div className={css.brand}>
        <Logo size={40} />
        <h1>{t('welcome', { workspace: name ?? shell('product') })}</h1>
      </div>
      <Field label={t('account')} hint={t('accountHint')} error={missing.account || problemOf(signIn.error, 'account')}>
        {(ids) => (
          <Input {...ids} size="large" value={account} onChange={setAccount} autoComplete="username" autoFocus />
        )}
      </Field>
      <Field label={t('password')} error={missing.password || problemOf(signIn.error, 'password')}>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            type={shown ? 'text' : 'password'}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            after={
              <button
                type="button"
                className={css.eye}
                onClick={() => setShown(!shown)}
                aria-label={t(shown ? 'hide' : 'show')}
                aria-pressed={shown}
              >
                <Icon name="eye" />
              </button>
            }
          />
        )}
      </Field>
      <FieldError>{general(signIn.error)}</FieldError>
      <Button look="primary" size="large" type="submit" block loading={signIn.isPending} className={css.submit}>
        {t('submit')}
      </Button>
      <p className="caption">{t('help')}</p>
    </form>
  )
}

const problemOf = (e: unknown, field: string): string | undefined => (isProblem(e) ? e.of(field) : undefined)

/** What is not about one box: wrong pair, throttled, no network. */
function general(e: unknown): React.ReactNode {
  if (!e) return null
  if (isProblem(e) && e.status !== 0) return e.errors.length ? null : e.message
  return <NoNetwork />
}

function NoNetwork() {
  const t = useText('errors')
  return (
    <>
      {t('network.title')} · {t('network.next')}
    </>
  )
}
