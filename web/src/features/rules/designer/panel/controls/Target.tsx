// What a relation is pointed at: something that the record or an earlier step names, or a record by its title.
import { fieldOf } from '@/core/forms'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import { FieldOperand } from '@/kinds'
import { useDesign } from '../../bench'
import { loneOf } from '../../model/text'
import css from '../../parts/parts.module.css'
import { PathPick } from '../../parts/ValueInput'
import { textOf } from '../../words/common'
import type { OptionProps } from '../Option'

export function TargetControl({ option, options, put, block, path, label }: OptionProps) {
  const t = useText('ruleDesigner')
  const form = useDesign().formIn(block)
  const field = form && fieldOf(form, textOf(options.field))
  const value = options[option]
  const own = typeof value === 'number' || value === null
  const change = (to: unknown) => put({ ...options, [option]: to })
  if (!field) return <p className="caption">{t('values.pickField')}</p>
  return (
    <div className={css.valueLine}>
      <Select
        className={css.source}
        width="auto"
        aria-label={`${label} ${t('values.source')}`}
        value={own ? 'record' : 'field'}
        options={[
          { value: 'field', label: t('option.toField') },
          { value: 'record', label: t('option.toRecord') },
        ]}
        onChange={(to) => change(to === 'record' ? null : '')}
      />
      {own ? (
        <span className={css.grow}>
          <FieldOperand
            field={{ ...field, kind: 'relation' }}
            op="eq"
            value={value}
            settled
            aria-label={label}
            onChange={(next) => change(Array.isArray(next) ? (next[0] ?? null) : next)}
          />
        </span>
      ) : (
        <PathPick path={loneOf(value)} block={block} step={path} field={field} onChange={(p) => change(`{${p}}`)} />
      )}
    </div>
  )
}
