// A package of chosen forms and roles, to be installed in another workspace.
import { useState } from 'react'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { apiUrl } from '@/core/http'
import { isKey } from '@/features/designer/model/keys'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, Input, Modal, MultiSelect } from '@/ui'
import css from './Apps.module.css'
import { useParts } from './apps'
import { SampleParts, type Sampled } from './SampleParts'

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useText('apps')
  const c = useText('common')
  const f = useFormat()
  const [chosen, setChosen] = useState<{ [part: string]: string[] }>({})
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const badKey = key !== '' && !isKey(key)
  const some = Object.values(chosen).some((keys) => keys.length > 0)
  const [sampled, setSampled] = useState<Sampled>({})
  const query = Object.fromEntries(Object.entries(chosen).map(([part, keys]) => [part, keys.join(',') || undefined]))
  const forms = chosen['forms'] ?? []
  const along = Object.fromEntries(Object.entries(sampled).filter(([form]) => forms.includes(form)))
  const sample = Object.keys(along).length > 0 ? JSON.stringify(along) : undefined
  const go = () => {
    window.location.assign(apiUrl(`/apps/${key}/package`, { ...query, sample, label: name || undefined }))
    onClose()
  }
  const parts = useChoice(forms)
  return (
    <Modal
      open
      onClose={onClose}
      width={560}
      title={t('exportParts')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" icon="export" disabled={!some || !isKey(key)} onClick={go}>
            {t('export')}
          </Button>
        </>
      }
    >
      <p className={`t2 ${css.why}`}>{t('exportWhy')}</p>
      {parts.map(({ part, items }) => (
        <Field key={part} label={t(`parts.${part}`)}>
          {(ids) => (
            <MultiSelect
              {...ids}
              value={chosen[part] ?? []}
              onChange={(keys) => setChosen({ ...chosen, [part]: keys })}
              options={items.map((item) => ({ value: item.key, label: f.words(item.label) || item.key }))}
            />
          )}
        </Field>
      ))}
      <Others chosen={forms} onTake={(keys) => setChosen({ ...chosen, forms: [...forms, ...keys] })} />
      <SampleParts forms={forms} value={sampled} onChange={setSampled} />
      <Field label={t('appName')}>{(ids) => <Input {...ids} value={name} onChange={setName} maxLength={100} />}</Field>
      <Field label={t('appKey')} required hint={t('appKeyHint')} error={badKey ? t('badKey') : undefined}>
        {(ids) => <Input {...ids} value={key} onChange={setKey} />}
      </Field>
    </Modal>
  )
}

/** Forms that the chosen ones point at and cannot do without. */
function Others({ chosen, onTake }: { chosen: string[]; onTake: (keys: string[]) => void }) {
  const t = useText('apps')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  const others = reached(chosen, forms).filter((key) => !chosen.includes(key))
  if (others.length === 0) return null
  const names = others.map((key) => f.words(forms.find((form) => form.key === key)?.label) || key)
  return (
    <p className={css.others} role="status">
      <span className="t2">{t('others', { names: names.join(t('and')) })}</span>
      <Button size="small" onClick={() => onTake(others)}>
        {t('takeOthers')}
      </Button>
    </p>
  )
}

/** What can be reached over relations, forms that were made here only. */
export function reached(from: string[], forms: Form[]): string[] {
  const found = new Set(from)
  for (const key of found)
    for (const field of forms.find((form) => form.key === key)?.fields ?? []) {
      const target = field.options?.target
      if (target && forms.some((form) => form.key === target)) found.add(target)
    }
  return [...found]
}

const FOLDERS = {
  forms: 'form',
  roles: 'role',
  dashboards: 'dashboard',
  views: 'view',
  prints: 'print',
  public_forms: 'public_form',
  rules: 'rule',
} as const

/** What can be chosen, of views and the like only those of the chosen forms. */
function useChoice(chosen: string[]) {
  const parts = useParts().data?.items ?? []
  return Object.entries(FOLDERS)
    .map(([part, kind]) => ({
      part: part as keyof typeof FOLDERS,
      items: parts.filter((each) => each.kind === kind && (each.form === null || chosen.includes(each.form))),
    }))
    .filter(({ items }) => items.length > 0)
}
