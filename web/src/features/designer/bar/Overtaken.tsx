// Somebody published while this draft was worked on: the two are brought together before one can go on to publish.
import { memo, useState } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import { dropDraft, keepDraft, loadVersion } from '../api'
import { useBench } from '../sight'
import { merge } from '../model/merge'
import css from './Bar.module.css'

export const Overtaken = memo(function Overtaken({ onRenew }: { onRenew: () => void }) {
  const t = useText('designer')
  const { now, draft, keeping, keeper } = useBench()
  const [busy, setBusy] = useState(false)
  const { published, basedOn, version } = keeping
  if (version === 0 || published === 0 || basedOn === published) return null
  const together = async () => {
    await keeper.settle()
    const [base, theirs] = await Promise.all([loadVersion(draft.form, basedOn), loadVersion(draft.form, published)])
    await dropDraft(draft.form)
    await keepDraft(draft.form, merge(base, now(), theirs), 0)
    onRenew()
  }
  const run = () => {
    setBusy(true)
    void together()
      .catch((e: unknown) => toast({ text: isProblem(e) ? e.message : t('notKept') }))
      .finally(() => setBusy(false))
  }
  return (
    <div className={css.overtaken} role="alert">
      <Icon name="info" size={14} />
      <span>{t('overtaken', { published, base: basedOn })}</span>
      <Button size="small" look="accent" loading={busy} onClick={run}>
        {t('together')}
      </Button>
    </div>
  )
})
