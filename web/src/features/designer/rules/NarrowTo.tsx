// Which options of a choice a rule leaves.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import { useBench } from '../sight'
import { fieldAt, shownFields } from '../model/paths'
import type { ActionDef } from '../model/types'
import { ListSlot } from '../parts/ListSlot'

type Props = { action: ActionDef; onChange: (action: ActionDef) => void }

export const isNarrowed = (kind: string): boolean => kind === 'choice' || kind === 'choices'

export function NarrowTo({ action, onChange }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const fields = shownFields(form).filter((x) => isNarrowed(x.kind))
  const field = action.field ? fieldAt(form, action.field) : undefined
  const options = (field?.options?.choices ?? []).filter((x) => !x.archived)
  return (
    <>
      <Select
        size="small"
        width={160}
        searchable
        aria-label={t('narrowField')}
        value={action.field ?? null}
        options={fields.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
        onChange={(key) => onChange({ ...action, field: key, options: [] })}
      />
      <span>{t('narrowTo')}</span>
      <ListSlot
        label={t('narrowTo')}
        options={options.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
        value={action.options ?? []}
        onChange={(chosen) => onChange({ ...action, options: chosen })}
        empty={t('chooseOptions')}
      />
    </>
  )
}
