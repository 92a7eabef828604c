// Controls that name something defined at the form: its pools, its pushes, the steps of a push that may be left out.
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useFormPools } from '@/features/pools/pools'
import { useText } from '@/i18n'
import { MultiSelect, Select } from '@/ui'
import { useDesign } from '../../bench'
import { pushOf } from '../../model/pushes'
import { listOf, textOf } from '../../words/common'
import type { OptionProps } from '../Option'

export function PoolControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const t = useText('ruleDesigner')
  const choices = useChoices()
  const form = useDesign().formIn(block)
  const pools = useFormPools(form?.key ?? '', form !== undefined).data ?? []
  const value = textOf(options[option])
  return (
    <Select
      {...ids}
      aria-label={label}
      invalid={invalid}
      clearable
      placeholder={t('option.anyPool')}
      value={value || null}
      options={choices(pools, value ? [value] : [])}
      onChange={(pool) => put({ ...options, [option]: pool ?? '' })}
    />
  )
}

export function PushControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const t = useText('ruleDesigner')
  const choices = useChoices()
  const pushes = useDesign().formIn(block)?.pushes ?? []
  const value = textOf(options[option])
  if (pushes.length === 0 && !value) return <p className="caption">{t('option.noPushes')}</p>
  return (
    <Select
      {...ids}
      aria-label={label}
      invalid={invalid}
      value={value || null}
      options={choices(pushes, value ? [value] : [])}
      onChange={(push) => push && put({ ...options, skip: [], [option]: push })}
    />
  )
}

export function SkipControl({ option, options, put, block, label, ids, invalid }: OptionProps) {
  const t = useText('ruleDesigner')
  const choices = useChoices()
  const { forms, formIn } = useDesign()
  const optional = pushOf(formIn(block), options.push)?.optional ?? []
  const named = optional.map((step) => ({
    key: step.key,
    label: Object.keys(step.label).length > 0 ? step.label : (forms.find((x) => x.key === step.form)?.label ?? {}),
  }))
  const value = listOf<string>(options[option])
  if (named.length === 0 && value.length === 0) return <p className="caption">{t('option.allNeeded')}</p>
  return (
    <MultiSelect
      {...ids}
      aria-label={label}
      invalid={invalid}
      value={value}
      options={choices(named, value)}
      onChange={(keys) => put({ ...options, [option]: keys })}
    />
  )
}

/** What can be chosen, and what was chosen although it is gone. */
function useChoices() {
  const f = useFormat()
  return (named: { key: string; label: Words }[], chosen: string[]) => [
    ...named.map((each) => ({ value: each.key, label: f.words(each.label) || each.key })),
    ...chosen.filter((key) => !named.some((each) => each.key === key)).map((key) => ({ value: key, label: key })),
  ]
}
