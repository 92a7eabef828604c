// What a field demands of its values: that there is one, that nobody types it, that it is the only one.
import { memo } from 'react'
import { useText } from '@/i18n'
import { FieldError, Switch } from '@/ui'
import type { FieldDef, KindInfo } from '../model/types'
import css from './Panel.module.css'

type Demanded = { required: boolean; readonly: boolean; unique: boolean }

export const demandsOf = ({ required = false, readonly = false, unique = false }: FieldDef): Demanded => ({
  required,
  readonly,
  unique,
})

type DemandsProps = Demanded & {
  kind: KindInfo | undefined
  put: (change: Partial<FieldDef>) => void
  error: string | undefined
}

export const Demands = memo(function Demands({ kind, put, error, ...on }: DemandsProps) {
  const t = useText('designer')
  const rows = [
    { part: 'required' as const, may: !kind?.computed },
    { part: 'readonly' as const, may: !kind?.computed },
    { part: 'unique' as const, may: kind?.unique ?? false },
  ].filter((r) => r.may)
  if (rows.length === 0) return null
  return (
    <div className={css.switches}>
      {rows.map(({ part }) => (
        <label key={part} className={css.switch}>
          <span>
            {t(part)}
            <span className="caption">{t(`${part}Hint`)}</span>
          </span>
          <Switch checked={on[part]} onChange={(to) => put({ [part]: to })} aria-label={t(part)} />
        </label>
      ))}
      <FieldError>{error}</FieldError>
    </div>
  )
})
