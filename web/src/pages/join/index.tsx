// Joining by an invitation's link: who it is for, an account and a password, and in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { Logo } from '@/app/Logo'
import { useFormat } from '@/core/format'
import { post } from '@/core/http'
import { isProblem } from '@/core/problem'
import { ME } from '@/core/query'
import { useSession, useSignOut, type SignedIn } from '@/core/session'
import { useText } from '@/i18n'
import css from '@/pages/signin/signin.module.css'
import { Button, EmptyState, ErrorState, Field, FieldError, Icon, Input, ProgressLine } from '@/ui'

type Invitation = { name: string; account: string | null; expires_at: string; workspace: string; shortest: number }

export default function JoinPage() {
  const { secret = '' } = useParams()
  const session = useSession()
  const found = useQuery({
    queryKey: ['join', secret],
    queryFn: () => post<Invitation>('/join/look', { secret }),
    retry: false,
    staleTime: Infinity,
  })
  if (found.isPending || session.isPending) return <ProgressLine active />
  return (
    <main className={css.page}>
      <div className={css.card}>
        {found.isError ? <Dead error={found.error} /> : <JoinForm invitation={found.data} secret={secret} />}
      </div>
    </main>
  )
}

function Dead({ error }: { error: unknown }) {
  const t = useText('organisation')
  if (!isProblem(error) || error.status !== 410) return <ErrorState error={error} />
  return (
    <EmptyState what={t('join.dead')} why={t('join.deadWhy')} action={<Link to="/signin">{t('join.toSignIn')}</Link>} />
  )
}

function JoinForm({ invitation, secret }: { invitation: Invitation; secret: string }) {
  const t = useText('organisation')
  const me = useSession().data
  const signOut = useSignOut()
  const title = t('join.welcome', { name: invitation.name, workspace: invitation.workspace })
  return (
    <>
      <div className={css.brand}>
        <Logo size={40} />
        <h1>{title}</h1>
        {!me && <p className="caption">{t('join.why')}</p>}
      </div>
      {me ? (
        <>
          <p>{t('join.signedIn', { name: me.person.name })}</p>
          <Button onClick={() => signOut.mutate()} className={css.submit} block>
            {t('join.signOut')}
          </Button>
        </>
      ) : (
        <Boxes invitation={invitation} secret={secret} />
      )}
    </>
  )
}

function Boxes({ invitation, secret }: { invitation: Invitation; secret: string }) {
  const t = useText('organisation')
  const f = useFormat()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [account, setAccount] = useState(invitation.account ?? '')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [shown, setShown] = useState(false)
  const [tried, setTried] = useState(false)
  const join = useMutation({
    mutationFn: () => post<SignedIn>('/join', { secret, account: account.trim(), password }),
    onSuccess: async ({ wants }) => {
      if (wants) return void navigate(`/signin?wants=${wants}`, { replace: true })
      await client.invalidateQueries({ queryKey: ME })
      void navigate('/', { replace: true })
    },
  })
  const problem = isProblem(join.error) ? join.error : null
  const differs = again !== '' && again !== password
  const missing = (text: string) => (tried && !text.trim() ? t('join.missing') : undefined)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (account.trim() && password && again === password) join.mutate()
  }
  const taken = problem?.code === 'people.account_taken' ? problem.message : undefined
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={t('join.account')}
        hint={t('join.accountHint')}
        error={missing(account) ?? taken ?? problem?.of('account')}
      >
        {(ids) => (
          <Input {...ids} size="large" value={account} onChange={setAccount} autoComplete="username" autoFocus />
        )}
      </Field>
      <Field
        label={t('join.password')}
        hint={t('join.passwordHint', { count: invitation.shortest })}
        error={missing(password) ?? problem?.of('password')}
      >
        {(ids) => (
          <Input
            {...ids}
            size="large"
            type={shown ? 'text' : 'password'}
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
            after={
              <button
                type="button"
                className={css.eye}
                onClick={() => setShown(!shown)}
                aria-label={t(shown ? 'join.hide' : 'join.show')}
                aria-pressed={shown}
              >
                <Icon name="eye" />
              </button>
            }
          />
        )}
      </Field>
      <Field label={t('join.again')} error={differs ? t('join.differs') : missing(again)}>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            type={shown ? 'text' : 'password'}
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
          />
        )}
      </Field>
      <FieldError>{problem && !taken && problem.errors.length === 0 ? problem.message : null}</FieldError>
      <Button look="primary" size="large" type="submit" block loading={join.isPending} className={css.submit}>
        {t('join.submit')}
      </Button>
      <p className="caption">{t('join.until', { when: f.moment(invitation.expires_at) })}</p>
    </form>
  )
}
