// Signing in: the workspace's name, two boxes, one button; what is wrong is said where it is wrong. Then the second step.
import { useState, type FormEvent } from 'react'
import { Navigate, useLocation, useSearchParams } from 'react-router'
import { Logo } from '@/app/Logo'
import { apiUrl } from '@/core/http'
import { isProblem } from '@/core/problem'
import { useSession, useSignIn, useWaysIn, type SignedIn } from '@/core/session'
import { useText, type Key, type Text } from '@/i18n'
import { Button, Field, FieldError, Icon, Input } from '@/ui'
import { CodeStep, SetUpStep } from './SecondStep'
import { useWorkspaceName } from './workspace'
import css from './signin.module.css'

export default function SignInPage() {
  const session = useSession()
  const [query, setQuery] = useSearchParams()
  const { state } = useLocation() as { state: { from?: string } | null }
  const onward = state?.from ?? local(query.get('onward'))
  const asked = query.get('wants')
  const [wants, setWants] = useState<SignedIn['wants']>(asked === 'code' || asked === 'set_up' ? asked : undefined)
  if (session.data) return <Navigate to={onward} replace />
  const back = () => {
    setQuery({}, { replace: true, state })
    setWants(undefined)
  }
  return (
    <main className={css.page}>
      {wants === 'code' && <CodeStep back={back} />}
      {wants === 'set_up' && <SetUpStep back={back} />}
      {!wants && <FirstStep onward={onward} problem={query.get('problem')} next={setWants} />}
    </main>
  )
}

/** Only pages of ours, whatever the address says. */
const local = (path: string | null) => (path && /^\/(?![/\\])/.test(path) ? path : '/')

type FirstProps = { onward: string; problem: string | null; next: (wants: SignedIn['wants']) => void }

function FirstStep({ onward, problem, next }: FirstProps) {
  const t = useText('session')
  const ways = useWaysIn().data
  const [typing, setTyping] = useState(false)
  const outside = ways?.outside
  const hidden = outside && ways.password === 'administrators' && !typing
  return (
    <div className={css.card}>
      <Brand />
      {problem && (
        <div className={css.problem}>
          <FieldError>{saidOf(t, problem)}</FieldError>
        </div>
      )}
      {outside && (
        <a className={css.outside} href={apiUrl('/session/oidc', { onward })}>
          <Icon name="key" size={16} /> {t('outside', { label: outside.label })}
        </a>
      )}
      {hidden ? (
        <Button look="text" block onClick={() => setTyping(true)}>
          {t('byPassword')}
        </Button>
      ) : (
        <>
          {outside && <div className={css.or}>{t('or')}</div>}
          <SignInForm next={next} />
        </>
      )}
    </div>
  )
}

function saidOf(t: Text<'session'>, code: string): string {
  const key = `problems.${code.replaceAll('.', '_')}`
  const said = t(key as Key<'session'>)
  return said.endsWith(key) ? t('problems.other') : said
}

function Brand() {
  const t = useText('session')
  const shell = useText('shell')
  const name = useWorkspaceName()
  return (
    <div className={css.brand}>
      <Logo size={40} />
      <h1>{t('welcome', { workspace: name ?? shell('product') })}</h1>
    </div>
  )
}

function SignInForm({ next }: { next: FirstProps['next'] }) {
  const t = useText('session')
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
    if (account.trim() && password)
      signIn.mutate({ account: account.trim(), password }, { onSuccess: (reply) => next(reply.wants) })
  }
  return (
    <form onSubmit={submit} noValidate>
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
