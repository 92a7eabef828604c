// What a push sets in the record itself: the record of a step as a relation, or whatever a button can set.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Select } from '@/ui'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import type { FieldDef, PushDef, SettingDef } from '../model/types'
import { SetValue } from '../rules/SetValue'
import css from './Pushes.module.css'

type Props = { push: PushDef; put: (change: Partial<PushDef>, run?: string) => void }

export function PushSets({ push, put }: Props) {
  const t = useText('pushDesign')
  const sets = push.sets ?? []
  const change = (i: number, next: SettingDef | null, run?: boolean) =>
    put(
      { sets: sets.flatMap((x, j) => (j !== i ? [x] : next ? [next] : [])) },
      run ? `push.${push.key}.set.${i}` : undefined,
    )
  return (
    <Field label={t('sets')}>
      {() => (
        <>
          {sets.map((each, i) => (
            <OneSet key={i} push={push} setting={each} onChange={(next, run) => change(i, next, run)} />
          ))}
          <Button
            size="small"
            look="text"
            icon="plus"
            onClick={() => put({ sets: [...sets, { field: '', value: null }] })}
          >
            {t('addSet')}
          </Button>
        </>
      )}
    </Field>
  )
}

type OneProps = {
  push: PushDef
  setting: SettingDef
  onChange: (setting: SettingDef | null, run?: boolean) => void
}

function OneSet({ push, setting, onChange }: OneProps) {
  const t = useText('pushDesign')
  const d = useText('designer')
  const f = useFormat()
  const { form, kinds } = useBench()
  const fields = shownFields(form).filter((x) => !kinds.get(x.kind)?.computed && x.kind !== 'detail')
  const field = fields.find((x) => x.key === setting.field)
  const steps = push.steps.filter((step) => field && pointsAt(field, step.form))
  const step = (setting.value as { step?: string } | null)?.step
  return (
    <div className={css.setting}>
      <Select
        size="small"
        searchable
        aria-label={d('setField')}
        placeholder={d('setField')}
        value={setting.field || null}
        options={fields.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
        onChange={(key) => onChange({ field: key ?? '', value: null })}
      />
      {steps.length > 0 ? (
        <Select
          size="small"
          aria-label={d('setTo')}
          placeholder={t('fromStep')}
          value={step ?? null}
          options={steps.map((x) => ({ value: x.key, label: f.words(x.label ?? {}) || x.key }))}
          onChange={(key) => onChange({ ...setting, value: key ? { step: key } : null })}
        />
      ) : field ? (
        <SetValue
          action={{ do: 'set', ...setting }}
          plain
          onChange={({ value }, run) => onChange({ ...setting, value }, run)}
        />
      ) : (
        <span />
      )}
      <IconButton icon="close" size="small" tone="quiet" label={d('removeAction')} onClick={() => onChange(null)} />
    </div>
  )
}

const pointsAt = (field: FieldDef, form: string): boolean =>
  ['relation', 'relations'].includes(field.kind) && [form, '*'].includes(String(field.options?.target))
