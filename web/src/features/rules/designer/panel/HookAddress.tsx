// Where another system calls: the secret address and the seal, to be copied and to be changed.
import { useState } from 'react'
import { copyText } from '@/core/clipboard'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Input } from '@/ui'
import { renewAddress } from '../api'
import { useDesign } from '../bench'
import css from './Panel.module.css'

export function HookAddress({ onRenew }: { onRenew: () => Promise<void> }) {
  const t = useText('ruleDesigner')
  const c = useText('common')
  const { rule, keeper } = useDesign()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const published = rule.definition?.trigger.kind === 'webhook'
  if (!rule.hook) return <p className="caption">{t(published ? 'option.addressTheirs' : 'option.addressLater')}</p>
  const renew = async () => {
    await keeper.settle()
    await renewAddress(rule.key)
    await onRenew()
    toast({ text: t('option.renewed') })
  }
  const run = () => {
    setBusy(true)
    void renew()
      .catch((e: unknown) => toast({ text: isProblem(e) ? e.message : t('notKept') }))
      .finally(() => setBusy(false))
  }
  return (
    <>
      <Copied label={t('option.address')} value={`${window.location.origin}${rule.hook.path}`} />
      <Copied label={t('option.seal')} value={rule.hook.seal} />
      {asked ? (
        <div className={css.line}>
          <span className="t2">{t('option.renewWhy')}</span>
          <Button size="small" onClick={() => setAsked(false)}>
            {c('cancel')}
          </Button>
          <Button size="small" look="accent" loading={busy} onClick={run}>
            {t('option.renew')}
          </Button>
        </div>
      ) : (
        <span>
          <Button size="small" icon="refresh" onClick={() => setAsked(true)}>
            {t('option.renew')}
          </Button>
        </span>
      )}
    </>
  )
}

function Copied({ label, value }: { label: string; value: string }) {
  const c = useText('common')
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          id={ids.id}
          value={value}
          onChange={() => undefined}
          after={<IconButton icon="copy" size="small" label={c('copy')} onClick={() => void copyText(value)} />}
        />
      )}
    </Field>
  )
}
