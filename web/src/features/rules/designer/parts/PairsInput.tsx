// Names and values that are sent to somebody: one line each, the values with fields in them.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Button, IconButton, Input } from '@/ui'
import css from './parts.module.css'
import { TemplateInput } from './TemplateInput'

type Pairs = { [name: string]: unknown }
type Props = { value: Pairs; onChange: (value: Pairs) => void; block: string; path: string; label: string }

export function PairsInput({ value, onChange, block, path, label }: Props) {
  const t = useText('ruleDesigner')
  const [name, setName] = useState('')
  const free = name.trim() !== '' && !(name.trim() in value)
  const add = () => {
    if (!free) return
    onChange({ ...value, [name.trim()]: '' })
    setName('')
  }
  return (
    <div className={css.values} role="group" aria-label={label}>
      {Object.entries(value).map(([key, each]) => (
        <div key={key} className={css.valueRow}>
          <div className={css.valueHead}>
            <b>{key}</b>
            <IconButton
              icon="close"
              size="small"
              tone="quiet"
              label={t('values.remove', { field: key })}
              onClick={() => onChange(Object.fromEntries(Object.entries(value).filter(([k]) => k !== key)))}
            />
          </div>
          {typeof each === 'object' && each !== null ? (
            <span className="caption">{t('values.structured')}</span>
          ) : (
            <TemplateInput
              value={typeof each === 'string' ? each : String(each ?? '')}
              onChange={(next) => onChange({ ...value, [key]: next })}
              block={block}
              path={path}
              label={`${key} ${t('values.value')}`}
            />
          )}
        </div>
      ))}
      <div className={css.line}>
        <Input
          value={name}
          onChange={setName}
          maxLength={60}
          placeholder={t('values.name')}
          aria-label={t('values.name')}
          onKeyDown={(e) => e.key === 'Enter' && add()}
        />
        <Button size="small" icon="plus" disabled={!free} onClick={add}>
          {t('values.addPair')}
        </Button>
      </div>
    </div>
  )
}
