// What a rule sets a field to: a value, the day, the moment, whoever acts, another field.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Select } from '@/ui'
import { useBench } from '../sight'
import { fieldAt, shownFields } from '../model/paths'
import { stagesOf } from '../model/stages'
import type { ActionDef } from '../model/types'
import { fieldView } from '../model/view'
import { sourceOf, sourcesFor, valueFrom } from './sources'

type Props = {
  action: ActionDef
  onChange: (action: ActionDef, run?: boolean) => void
  /** What only follows from a stage is not offered. */
  plain?: boolean
}

export function SetValue({ action, onChange, plain = false }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { form, kinds, view } = useBench()
  const field = action.field ? fieldAt(form, action.field) : undefined
  const operand = kinds.get(field?.kind ?? '')?.operand ?? 'text'
  if (!field) return null
  const source = sourceOf(action.value)
  const others = shownFields(form).filter((x) => x !== field && kinds.get(x.kind)?.operand === operand)
  const sources = sourcesFor(operand, others.length > 0, !plain && stagesOf(form).length > 0)
  const put = (value: unknown, run?: boolean) => onChange({ ...action, value }, run)
  return (
    <>
      <Select
        size="small"
        width={112}
        aria-label={t('setTo')}
        value={source}
        onChange={(to) => to && put(valueFrom(to, others[0]?.key))}
        options={sources.map((x) => ({ value: x, label: t(`source.${x}`) }))}
      />
      {source === 'field' && (
        <Select
          size="small"
          width={160}
          aria-label={t('source.field')}
          value={(action.value as { field?: string }).field ?? null}
          onChange={(other) => put({ field: other })}
          options={others.map((x) => ({ value: x.key, label: f.words(x.label) }))}
        />
      )}
      {source === 'value' && (
        <span style={{ minWidth: 160 }}>
          <FieldEditor
            field={{ ...fieldView(field, kinds), required: false }}
            form={view}
            size="small"
            value={action.value ?? null}
            onChange={(v) => put(v, true)}
            aria-label={t('source.value')}
          />
        </span>
      )}
    </>
  )
}
