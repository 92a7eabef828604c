// Why records are given back, and to which pool.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, Modal, Select, TextArea } from '@/ui'

type Props = {
  title: string
  pools: { key: string; label: Words }[]
  busy: boolean
  onClose: () => void
  onRelease: (reason: string | null, pool: string | null) => void
}

export function ReleaseForm({ title, pools, busy, onClose, onRelease }: Props) {
  const t = useText('pools')
  const c = useText('common')
  const f = useFormat()
  const [reason, setReason] = useState('')
  const [pool, setPool] = useState('')
  return (
    <Modal
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={() => onRelease(reason.trim() || null, pool || null)} loading={busy}>
            {t('giveBack')}
          </Button>
        </>
      }
    >
      <p className="t2">{t('giveBackWhy')}</p>
      <Field label={t('reason')}>
        {(ids) => <TextArea {...ids} value={reason} onChange={setReason} rows={[3, 6]} maxLength={500} autoFocus />}
      </Field>
      {pools.length > 1 && (
        <Field label={t('to')}>
          {({ id }) => (
            <Select
              id={id}
              value={pool}
              onChange={(v) => setPool(v ?? '')}
              options={[
                { value: '', label: t('byValues') },
                ...pools.map((each) => ({ value: each.key, label: f.words(each.label) })),
              ]}
            />
          )}
        </Field>
      )}
    </Modal>
  )
}
