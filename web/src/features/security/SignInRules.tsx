// The workspace's rules of signing in, the provider it is connected to, and how people's accounts are secured.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, ErrorState, Field, NumberInput, Segmented, SkeletonRows, Switch } from '@/ui'
import { Provider } from './Provider'
import { SecuredPeople } from './SecuredPeople'
import { useRules, useSaveRules, type Rules, type Who } from './security'
import css from './security.module.css'

const WHO: Who[] = ['nobody', 'administrators', 'everybody']

export function SignInRules() {
  const t = useText('security')
  const rules = useRules()
  return (
    <section className={settings.part}>
      <p className="t2">{t('rules.why')}</p>
      {rules.isPending && <SkeletonRows count={4} />}
      {rules.isError && <ErrorState error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data && (
        <>
          <Policy rules={rules.data} />
          <Provider outside={rules.data.outside} />
          <SecuredPeople counts={rules.data.people} />
        </>
      )}
    </section>
  )
}

function Policy({ rules }: { rules: Rules }) {
  const t = useText('security')
  const save = useSaveRules()
  const set = (change: Parameters<typeof save.mutate>[0]) =>
    save.mutate(change, {
      onSuccess: () => toast({ text: t('rules.saved') }),
      onError: (e) => isProblem(e) && toast({ text: e.errors[0]?.detail ?? e.message }),
    })
  return (
    <div className={css.rules}>
      <Field label={t('rules.factor')} hint={t('rules.factorHint')}>
        {() => (
          <div>
            <Segmented
              value={rules.second_factor}
              onChange={(second_factor: Who) => set({ second_factor })}
              aria-label={t('rules.factor')}
              options={WHO.map((value) => ({ value, label: t(`rules.who.${value}`) }))}
            />
          </div>
        )}
      </Field>
      <Least rules={rules} save={(least) => set({ least })} />
      {rules.outside && (
        <>
          <Field label={t('rules.passwords')} hint={t('rules.passwordsHint')}>
            {() => (
              <div>
                <Segmented
                  value={rules.passwords}
                  onChange={(passwords: Rules['passwords']) => set({ passwords })}
                  aria-label={t('rules.passwords')}
                  options={(['everybody', 'administrators'] as const).map((value) => ({
                    value,
                    label: t(`rules.who.${value}`),
                  }))}
                />
              </div>
            )}
          </Field>
          <Field label={t('rules.after')} hint={t('rules.afterHint')}>
            {(ids) => (
              <div>
                <Switch
                  id={ids.id}
                  checked={rules.after_outside}
                  onChange={(after_outside) => set({ after_outside })}
                  aria-label={t('rules.after')}
                />
              </div>
            )}
          </Field>
        </>
      )}
    </div>
  )
}

function Least({ rules, save }: { rules: Rules; save: (least: number) => void }) {
  const t = useText('security')
  const c = useText('common')
  // Undefined: as it is, whoever says so.
  const [own, setLeast] = useState<number | null | undefined>(undefined)
  const least = own === undefined ? rules.least : own
  return (
    <Field label={t('rules.least')} hint={t('rules.leastHint')}>
      {(ids) => (
        <div className={css.row}>
          <div className={css.number}>
            <NumberInput {...ids} value={least} onChange={setLeast} decimals={0} min={8} max={64} />
          </div>
          {least !== rules.least && (
            <Button look="primary" disabled={least === null} onClick={() => least !== null && save(least)}>
              {c('save')}
            </Button>
          )}
        </div>
      )}
    </Field>
  )
}
