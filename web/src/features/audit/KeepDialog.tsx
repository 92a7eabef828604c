// How long rows of the audit trail are kept, and families of actions that are kept for another time.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Modal, NumberInput, Select } from '@/ui'
import { useFamilies, useKeep, type Chain } from './audit'
import css from './Audit.module.css'

export function KeepDialog({ now, onClose }: { now: Chain['retention']; onClose: () => void }) {
  const t = useText('audit')
  const keep = useKeep()
  const families = useFamilies().data?.items ?? []
  const [days, setDays] = useState<number | null>(now.days)
  const [own, setOwn] = useState(Object.entries(now.families))
  const save = () => {
    if (days !== null) keep.mutate({ days, families: Object.fromEntries(own) }, { onSuccess: onClose })
  }
  const left = families.filter((each) => !own.some(([key]) => key === each.family))
  const label = (key: string) => families.find((each) => each.family === key)?.label ?? key
  const change = (key: string, value: number | null) =>
    setOwn(own.map(([each, old]) => [each, each === key ? (value ?? now.least) : old]))
  return (
    <Modal
      open
      onClose={onClose}
      title={t('keep.title')}
      width={560}
      footer={
        <>
          <Button onClick={onClose}>{t('keep.cancel')}</Button>
          <Button look="primary" loading={keep.isPending} disabled={days === null} onClick={save}>
            {t('keep.save')}
          </Button>
        </>
      }
    >
      <p className="t2">{t('keep.why', { least: now.least })}</p>
      <Field label={t('keep.all')} error={isProblem(keep.error) ? keep.error.message : undefined}>
        {(ids) => <NumberInput {...ids} value={days} onChange={setDays} min={now.least} max={now.most} />}
      </Field>
      {own.map(([key, value]) => (
        <div key={key} className={css.keep}>
          <span>{label(key)}</span>
          <NumberInput
            value={value}
            onChange={(v) => change(key, v)}
            min={now.least}
            max={now.most}
            aria-label={label(key)}
          />
          <IconButton
            icon="trash"
            label={t('keep.remove', { family: label(key) })}
            onClick={() => setOwn(own.filter(([each]) => each !== key))}
          />
        </div>
      ))}
      <Select
        placeholder={t('keep.add')}
        aria-label={t('keep.add')}
        options={left.map((each) => ({ value: each.family, label: each.label }))}
        value={null}
        onChange={(key) => key && setOwn([...own, [key, days ?? now.least]])}
      />
    </Modal>
  )
}
