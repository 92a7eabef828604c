// A new password, with the old one as proof; every other place is signed out.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input } from '@/ui'
import css from './Settings.module.css'
import { useNewPassword } from './settings'

type Props = {
  /** Fewest characters it must have. */ least?: number | undefined /** Whether there is one already. */
  has?: boolean
}

export function Password({ least, has = true }: Props) {
  const t = useText('settings')
  const [open, setOpen] = useState(false)
  return (
    <div className={css.block}>
      <h2>{t('password.title')}</h2>
      {open ? (
        <Change least={least} has={has} onClose={() => setOpen(false)} />
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>{t('password.change')}</Button>
        </div>
      )}
    </div>
  )
}

function Change({ least, has, onClose }: Props & { onClose: () => void }) {
  const t = useText('settings')
  const c = useText('common')
  const change = useNewPassword()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const differs = again !== '' && again !== fresh
  const submit = (e: FormEvent) => {
    e.preventDefault()
    change.mutate(
      { ...(has ? { old } : {}), new: fresh },
      {
        onSuccess: () => {
          toast({ text: t('password.changed') })
          onClose()
        },
      },
    )
  }
  return (
    <form className={css.change} onSubmit={submit}>
      {has && (
        <Field label={t('password.old')}>
          {(ids) => <Input {...ids} type="password" autoComplete="current-password" value={old} onChange={setOld} />}
        </Field>
      )}
      <Field label={t('password.new')} hint={t('password.hint', { least: least ?? 12 })}>
        {(ids) => <Input {...ids} type="password" autoComplete="new-password" value={fresh} onChange={setFresh} />}
      </Field>
      <Field label={t('password.again')} error={differs && t('password.differs')}>
        {(ids) => <Input {...ids} type="password" autoComplete="new-password" value={again} onChange={setAgain} />}
      </Field>
      {isProblem(change.error) && (
        <FieldError>
          {change.error.code === 'sign_in.wrong'
            ? t('password.wrong')
            : (change.error.errors[0]?.detail ?? change.error.message)}
        </FieldError>
      )}
      <div className={css.who}>
        <Button
          look="primary"
          type="submit"
          disabled={(has && !old) || !fresh || fresh !== again}
          loading={change.isPending}
        >
          {t('password.save')}
        </Button>
        <Button look="text" onClick={onClose}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
