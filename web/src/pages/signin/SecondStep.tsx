// The second step of signing in: a code, or the set-up of a second factor that the workspace asks for.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { ME } from '@/core/query'
import { useSignInCode } from '@/core/session'
import { RecoveryCodes } from '@/features/security/RecoveryCodes'
import { useBeginRequired, useConfirmRequired } from '@/features/security/security'
import { SetUp } from '@/features/security/SetUp'
import { useText } from '@/i18n'
import { Button, ErrorState, Field, Input, SkeletonRows } from '@/ui'
import css from './signin.module.css'

type Props = { back: () => void }

/** Half a sign-in does not last: what it came to too late for begins anew. */
const isOver = (e: unknown) => isProblem(e) && e.code === 'sign_in.begin_again'

export function CodeStep({ back }: Props) {
  const t = useText('session')
  const enter = useSignInCode()
  const [code, setCode] = useState('')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (code.trim()) enter.mutate(code, { onError: () => setCode('') })
  }
  return (
    <form className={css.card} onSubmit={submit} noValidate>
      <h1 className={css.step}>{t('codeTitle')}</h1>
      <Field label={t('code')} hint={t('codeHint')} error={enter.error ? messageOf(enter.error) : ''}>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            maxLength={40}
            autoFocus
          />
        )}
      </Field>
      <Button
        look="primary"
        size="large"
        type="submit"
        block
        loading={enter.isPending}
        disabled={!code.trim() || isOver(enter.error)}
        className={css.submit}
      >
        {t('verify')}
      </Button>
      <Button look="text" block onClick={back}>
        {t('back')}
      </Button>
    </form>
  )
}

export function SetUpStep({ back }: Props) {
  const t = useText('session')
  const client = useQueryClient()
  const { mutate: start, ...begin } = useBeginRequired()
  const confirm = useConfirmRequired()
  useEffect(() => start(undefined), [start])
  const go = () => void client.invalidateQueries({ queryKey: ME })
  return (
    <div className={css.card}>
      <h1 className={css.step}>{t(confirm.data ? 'setUpDone' : 'setUpTitle')}</h1>
      {confirm.data ? (
        <RecoveryCodes codes={confirm.data.recovery_codes} done={go} go={t('goOn')} />
      ) : (
        <>
          <p className={`t2 ${css.why}`}>{t('setUpWhy')}</p>
          {begin.isError ? (
            <ErrorState error={begin.error} compact />
          ) : begin.data ? (
            <SetUp
              secret={begin.data}
              confirm={(code) => confirm.mutate(code)}
              pending={confirm.isPending}
              error={confirm.error}
            />
          ) : (
            <SkeletonRows count={3} />
          )}
          <Button look="text" block onClick={back}>
            {t('back')}
          </Button>
        </>
      )}
    </div>
  )
}

const messageOf = (e: unknown): string => (isProblem(e) ? (e.errors[0]?.detail ?? e.message) : String(e))
