// Which records a loop goes through: how they hang on the record at hand, and what else must hold of them.
import { useFormat } from '@/core/format'
import type { Filter } from '@/core/types'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import { useDesign } from '../../bench'
import { loopOf, relationsBetween, filterOf } from '../../model/loop'
import css from '../../parts/parts.module.css'
import { textOf } from '../../words/common'
import type { OptionProps } from '../Option'

export function LoopFilter({ option, options, put, block, label }: OptionProps) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { forms, formIn } = useDesign()
  const here = formIn(block)
  const form = forms.find((x) => x.key === textOf(options.form))
  if (!form) return <p className="caption">{t('option.conditionEmpty')}</p>
  const relations = relationsBetween(form, here)
  const { relation, rest } = loopOf((options[option] as Filter | null) ?? null, relations)
  const change = (to: string | null, and: Filter | null) =>
    put({ ...options, [option]: filterOf(relations.find((x) => x.key === to) ?? null, and) })
  const named = { form: f.words(here?.label) }
  return (
    <div className={css.stack}>
      {relations.length > 0 && (
        <Select
          aria-label={t('option.relation')}
          value={relation?.key ?? ''}
          options={[
            { value: '', label: t('option.relationNone') },
            ...relations.map((x) => ({
              value: x.key,
              label: t(`option.relation_${x.way}`, { ...named, field: f.words(x.label), also: f.words(x.also) }),
            })),
          ]}
          onChange={(to) => change(to, rest)}
        />
      )}
      <ConditionInput
        form={form}
        value={rest}
        onChange={(filter) => change(relation?.key ?? null, filter)}
        label={relations.length > 0 ? t('option.alsoMeets') : label}
        empty={t('option.conditionEmpty')}
      />
    </div>
  )
}
