// Somebody else kept the same draft meanwhile: who and when, and which of the two goes on.
import { memo, useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Modal } from '@/ui'
import { useBench } from '../sight'

export const Clash = memo(function Clash() {
  const t = useText('designer')
  const f = useFormat()
  const { keeping, takeTheirs, keepMine } = useBench()
  const [busy, setBusy] = useState(false)
  const clash = keeping.clash
  if (!clash) return null
  const run = (act: () => Promise<void>) => () => {
    setBusy(true)
    void act().finally(() => setBusy(false))
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
      <p>{clash.at ? t('clashWhen', { who, when: f.moment(clash.at) }) : t('clashWhy', { who })}</p>
      <p className="t2">{t('clashChoice')}</p>
    </Modal>
  )
})
