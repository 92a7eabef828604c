// When a rule holds: a condition, a move between stages, a change of certain fields, a new record or an old one.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import { stagesOf } from '../model/stages'
import type { RuleDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { ListSlot } from '../parts/ListSlot'
import { FormulaSlot } from './FormulaSlot'
import css from './Rules.module.css'

type Props = { rule: RuleDef; put: (change: Partial<RuleDef>) => void }

export function WhenLine({ rule, put }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { form, view } = useBench()
  const stages = stagesOf(form).map((s) => ({ value: s.key, label: f.words(s.label) || s.key }))
  const fields = shownFields(form).map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))
  const moments = [
    { value: 'create', label: t('onCreate') },
    { value: 'change', label: t('onChange') },
  ]
  return (
    <div className={css.line}>
      <span className={css.lead}>{t('when')}</span>
      <span className={css.sentence}>
        <ListSlot
          label={t('moment')}
          options={moments}
          value={rule.on ?? ['create', 'change']}
          empty={t('moment')}
          onChange={(on) => on.length && put({ on: on as ('create' | 'change')[] })}
        />
        <ConditionInput
          form={view}
          label={t('condition')}
          empty={t('anyCondition')}
          value={rule.when ?? null}
          onChange={(when) => put({ when })}
        />
        <FormulaSlot value={rule.formula} onChange={(formula) => put({ formula })} />
        {stages.length > 0 && (
          <>
            <Slot
              label={t('entering')}
              options={stages}
              value={rule.entering}
              onChange={(entering) => put({ entering })}
            />
            <Slot label={t('leaving')} options={stages} value={rule.leaving} onChange={(leaving) => put({ leaving })} />
          </>
        )}
        <Slot
          label={t('changedFields')}
          options={fields}
          value={rule.changed}
          onChange={(changed) => put({ changed })}
        />
      </span>
    </div>
  )
}

type SlotProps = {
  label: string
  options: { value: string; label: string }[]
  value: string[] | undefined
  onChange: (value: string[]) => void
}

/** "进入阶段 方案报价"; empty ones offer themselves quietly. */
function Slot({ label, options, value, onChange }: SlotProps) {
  const chosen = value ?? []
  return (
    <>
      {chosen.length > 0 && <span>{label}</span>}
      <ListSlot label={label} options={options} value={chosen} onChange={onChange} empty={`+ ${label}`} />
    </>
  )
}
