// Somebody else kept the same draft meanwhile: who and when, and which of the two goes on.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Modal } from '@/ui'
import { useDesign } from '../bench'

export function Clash() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { keeping, takeTheirs, keepMine } = useDesign()
  const [busy, setBusy] = useState(false)
  const clash = keeping.clash
  if (!clash) return null
  const run = (act: () => Promise<void>) => () => {
    setBusy(true)
    void act()
      .catch((e: unknown) => toast({ text: isProblem(e) ? e.message : t('notKept') }))
      .finally(() => setBusy(false))
  }
  const who = clash.by?.title ?? t('somebody')
  return (
    <Modal
      open
      fixed
      onClose={() => undefined}
      title={t('clashTitle', { who })}
      footer={
        <>
          <Button loading={busy} onClick={run(takeTheirs)}>
            {t('takeTheirs', { who })}
          </Button>
          <Button look="accent" loading={busy} onClick={run(keepMine)}>
            {t('keepMine')}
          </Button>
        </>
      }
    >
      {clash.at && <p>{t('clashWhen', { who, when: f.moment(clash.at) })}</p>}
      <p className="t2">{t('clashChoice')}</p>
    </Modal>
  )
}
