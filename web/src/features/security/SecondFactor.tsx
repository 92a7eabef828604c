// My second factor: off, being set up, on; with its recovery codes.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, Chip } from '@/ui'
import { Proof } from './Proof'
import { RecoveryCodes } from './RecoveryCodes'
import { useBeginFactor, useConfirmFactor, useForgetMine, useRemoveFactor, useRenewCodes, type Mine } from './security'
import css from './security.module.css'
import { SetUp } from './SetUp'

type Step = 'shown' | 'begin' | 'off' | 'renew'

export function SecondFactor({ mine }: { mine: Mine }) {
  const t = useText('security')
  const [step, setStep] = useState<Step>('shown')
  const shown = () => setStep('shown')
  return (
    <div className={settings.block}>
      <h2>{t('factor.title')}</h2>
      {step === 'shown' && <Shown mine={mine} go={setStep} />}
      {step === 'begin' && <Begin mine={mine} close={shown} />}
      {step === 'off' && <Off mine={mine} close={shown} />}
      {step === 'renew' && <Renew mine={mine} close={shown} />}
    </div>
  )
}

function Shown({ mine, go }: { mine: Mine; go: (step: Step) => void }) {
  const t = useText('security')
  const f = useFormat()
  const { since, codes } = mine.second_factor
  if (!since)
    return (
      <>
        <p className="t2">{t('factor.why')}</p>
        <div className={css.row}>
          <Button look="primary" icon="key" onClick={() => go('begin')}>
            {t('factor.setUp')}
          </Button>
          {mine.required && <Chip tone="heat1">{t('factor.required')}</Chip>}
        </div>
      </>
    )
  return (
    <>
      <div className={css.row}>
        <Chip tone="won">{t('factor.on')}</Chip>
        <span className="t2">{t('factor.since', { when: f.date(since) })}</span>
        <span className={codes > 2 ? 't2' : css.few}>
          {t('codes.title')} · {t('codes.left', { count: codes })}
        </span>
      </div>
      <div className={css.row}>
        <Button onClick={() => go('renew')}>{t('codes.renew')}</Button>
        {mine.required ? (
          <span className="caption">{t('factor.required')}</span>
        ) : (
          <Button look="text" onClick={() => go('off')}>
            {t('factor.turnOff')}
          </Button>
        )}
      </div>
      <p className="caption">{t('factor.lost')}</p>
    </>
  )
}

type PartProps = { mine: Mine; close: () => void }

function Begin({ mine, close }: PartProps) {
  const t = useText('security')
  const begin = useBeginFactor()
  const confirm = useConfirmFactor()
  const forget = useForgetMine()
  const finish = () => {
    toast({ text: t('factor.done') })
    void forget()
    close()
  }
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} done={finish} />
  if (begin.data)
    return (
      <SetUp
        secret={begin.data}
        confirm={(code) => confirm.mutate(code)}
        pending={confirm.isPending}
        error={confirm.error}
        back={close}
      />
    )
  return (
    <Proof
      password={mine.password}
      label={t('factor.next')}
      pending={begin.isPending}
      error={begin.error}
      go={(proof) => begin.mutate(proof)}
      back={close}
    />
  )
}

function Off({ mine, close }: PartProps) {
  const t = useText('security')
  const remove = useRemoveFactor()
  const finish = () => {
    toast({ text: t('factor.gone') })
    close()
  }
  return (
    <Proof
      password={mine.password}
      code
      danger
      label={t('factor.turnOff')}
      pending={remove.isPending}
      error={remove.error}
      go={(proof) => remove.mutate(proof, { onSuccess: finish })}
      back={close}
    />
  )
}

function Renew({ mine, close }: PartProps) {
  const t = useText('security')
  const renew = useRenewCodes()
  if (renew.data) return <RecoveryCodes codes={renew.data.recovery_codes} done={close} />
  return (
    <Proof
      password={mine.password}
      code
      label={t('codes.renew')}
      pending={renew.isPending}
      error={renew.error}
      go={(proof) => renew.mutate(proof)}
      back={close}
    />
  )
}
