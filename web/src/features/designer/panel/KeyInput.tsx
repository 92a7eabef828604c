// The key of a field: for files, the API and imports; it can be changed only while nothing is published under it.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Field, Input } from '@/ui'
import { useBench } from '../sight'
import { isNew } from '../making'
import { rekey } from '../model/fields'
import { isKey } from '../model/keys'
import { detailOf, fieldAt, keyOf } from '../model/paths'

export function KeyInput({ path }: { path: string }) {
  const t = useText('designer')
  const { form, inForce, edit, choose } = useBench()
  // Of this field only: another one may be chosen while something is typed.
  const [half, setHalf] = useState<{ path: string; text: string } | null>(null)
  const detail = detailOf(path)
  const siblings = detail === null ? form.fields : (fieldAt(form, detail)?.fields ?? [])
  const typed = half?.path === path ? half.text : null
  const text = typed ?? keyOf(path)
  const twice = text !== keyOf(path) && siblings.some((f) => f.key === text)
  const error = !isKey(text) ? t('badKey') : twice ? t('keyTaken') : undefined
  const take = () => {
    if (!error && text !== keyOf(path)) {
      edit((f) => rekey(f, path, text))
      choose({ fields: [detail === null ? text : `${detail}.${text}`], section: null })
    }
    setHalf(null)
  }
  const free = isNew(inForce, path)
  return (
    <Field label={t('key')} hint={free ? t('keyHint') : t('keyFixed')} error={typed === null ? undefined : error}>
      {(ids) => (
        <Input
          {...ids}
          value={text}
          disabled={!free}
          onChange={(x) => setHalf({ path, text: x })}
          onBlur={take}
          onKeyDown={(e) => e.key === 'Enter' && take()}
        />
      )}
    </Field>
  )
}
