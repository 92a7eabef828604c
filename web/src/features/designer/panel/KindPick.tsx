// The kind of a field, and changing it.
import { memo } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, Select } from '@/ui'
import type { Bench } from '../bench'
import { isNew } from '../making'
import { changeKind } from '../model/fields'
import { detailOf } from '../model/paths'
import type { FieldDef } from '../model/types'
import { useBench } from '../sight'

export function KindPick({ field, path }: { field: FieldDef; path: string }) {
  const { kinds, edit, inForce } = useBench()
  const shared = { now: field.kind, path, kinds, edit, isNew: isNew(inForce, path), column: detailOf(path) !== null }
  return <KindSelect {...shared} />
}

type KindProps = Pick<Bench, 'kinds' | 'edit'> & { now: string; path: string; isNew: boolean; column: boolean }

const KindSelect = memo(function KindSelect({ now, path, kinds, edit, isNew: free, column }: KindProps) {
  const t = useText('designer')
  const f = useFormat()
  const options = [...kinds.values()]
    .filter((k) => k.key === now || ((!column || k.detail) && k.group !== 'layout'))
    .map((k) => ({ value: k.key, label: f.words(k.label), search: `${f.words(k.label)} ${k.key}` }))
  const change = (key: string | null) => {
    const kind = key === null ? undefined : kinds.get(key)
    if (kind) edit((x) => changeKind(x, path, kind.key, kind.options, kind.unique))
  }
  return (
    <Field label={t('kind')} hint={free ? undefined : t('kindHint')}>
      {(ids) => <Select {...ids} searchable options={options} value={now} onChange={change} />}
    </Field>
  )
})
