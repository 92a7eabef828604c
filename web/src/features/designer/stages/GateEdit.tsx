// What entering or leaving a stage asks for: fields that are filled in, and a condition that holds.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, MultiSelect } from '@/ui'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import { changeGate } from '../model/stages'
import type { StageDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { WordsInput } from '../parts/WordsInput'

export function GateEdit({ stage, side }: { stage: StageDef; side: 'enter' | 'leave' }) {
  const t = useText('designer')
  const f = useFormat()
  const { form, view, edit } = useBench()
  const gate = stage[side]
  const options = shownFields(form).map((x) => ({
    value: x.key,
    label: f.words(x.label),
    search: `${f.words(x.label)} ${x.key}`,
  }))
  return (
    <div>
      <Field label={t(`gate.${side}`)} hint={t(`gateHint.${side}`)}>
        {(ids) => (
          <MultiSelect
            {...ids}
            searchable
            value={gate?.fields ?? []}
            options={options}
            onChange={(fields) => edit((x) => changeGate(x, stage.key, side, { fields }))}
          />
        )}
      </Field>
      <Field label={t(`gateCondition.${side}`)}>
        {() => (
          <ConditionInput
            form={view}
            label={t(`gateCondition.${side}`)}
            empty={t('noCondition')}
            value={gate?.condition ?? null}
            onChange={(condition) => edit((x) => changeGate(x, stage.key, side, { condition }))}
          />
        )}
      </Field>
      {gate?.condition && (
        <Field label={t('gateMessage')}>
          {(ids) => (
            <WordsInput
              id={ids.id}
              label={t('gateMessage')}
              value={gate.message}
              onChange={(message) =>
                edit((x) => changeGate(x, stage.key, side, { message }), `${stage.key}.${side}.message`)
              }
            />
          )}
        </Field>
      )}
    </div>
  )
}
