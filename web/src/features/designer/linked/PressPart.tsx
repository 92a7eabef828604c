// The settings of a button: which fields it sets, when it is there, what it asks first.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Select } from '@/ui'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import { stagesOf } from '../model/stages'
import type { PressDef, SettingDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { SetValue } from '../rules/SetValue'
import css from './linked.module.css'

type Props = { press: PressDef; onChange: (press: PressDef, run?: boolean) => void }

export function PressPart({ press, onChange }: Props) {
  const t = useText('designer')
  const { view } = useBench()
  const sets = press.sets ?? []
  return (
    <>
      <Field label={t('pressSets')} required>
        {() => (
          <div className={css.lines}>
            {sets.map((each, i) => (
              <SettingLine
                key={i}
                setting={each}
                onChange={(next, run) => onChange({ ...press, sets: sets.map((x, j) => (j === i ? next : x)) }, run)}
                onRemove={() => onChange({ ...press, sets: sets.filter((_, j) => j !== i) })}
              />
            ))}
            <Button
              size="small"
              look="text"
              icon="plus"
              onClick={() => onChange({ ...press, sets: [...sets, { field: '', value: null }] })}
            >
              {t('addSetting')}
            </Button>
          </div>
        )}
      </Field>
      <Field label={t('pressWhen')}>
        {() => (
          <ConditionInput
            form={view}
            label={t('pressWhen')}
            empty={t('always')}
            value={press.when ?? null}
            onChange={(when) => onChange({ ...press, when })}
          />
        )}
      </Field>
    </>
  )
}

type LineProps = {
  setting: SettingDef
  onChange: (setting: SettingDef, run?: boolean) => void
  onRemove: () => void
}

function SettingLine({ setting, onChange, onRemove }: LineProps) {
  const t = useText('designer')
  const f = useFormat()
  const { form, kinds, view } = useBench()
  const stages = stagesOf(form)
  const stage = view.system.find((x) => x.key === 'stage')
  const fields = shownFields(form).filter((x) => !kinds.get(x.kind)?.computed && x.kind !== 'detail')
  return (
    <div className={css.setting}>
      <Select
        size="small"
        searchable
        aria-label={t('setField')}
        placeholder={t('setField')}
        value={setting.field || null}
        options={[
          ...(stages.length ? [{ value: 'stage', label: f.words(stage?.label) || 'stage' }] : []),
          ...fields.map((x) => ({ value: x.key, label: f.words(x.label) || x.key })),
        ]}
        onChange={(field) => onChange({ field: field ?? '', value: null })}
      />
      {setting.field === 'stage' ? (
        <Select
          size="small"
          aria-label={t('setTo')}
          value={typeof setting.value === 'string' ? setting.value : null}
          options={stages.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
          onChange={(value) => onChange({ ...setting, value })}
        />
      ) : (
        setting.field && (
          <SetValue
            action={{ do: 'set', ...setting }}
            plain
            onChange={({ value }, run) => onChange({ ...setting, value }, run)}
          />
        )
      )}
      <IconButton icon="close" size="small" tone="quiet" label={t('removeAction')} onClick={onRemove} />
    </div>
  )
}
