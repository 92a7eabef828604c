// A new pool: a name and its form; it begins switched off, so that nobody sees anything before it is set up.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePreferences } from '@/core/preferences'
import { isProblem } from '@/core/problem'
import { newKey } from '@/features/roles/newKey'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input, Modal, Select } from '@/ui'
import { usePutPool } from './api'
import { placeAfter, read } from './model'
import type { Stored } from './types'

type Props = { pools: Stored[]; from: Stored | null; onClose: () => void }

export function NewPool({ pools, from, onClose }: Props) {
  const t = useText('poolDesign')
  const c = useText('common')
  const f = useFormat()
  const navigate = useNavigate()
  const locale = usePreferences((p) => p.locale)
  const put = usePutPool()
  const owned = (useForms().data?.items ?? []).filter((each) => each.owned)
  const [name, setName] = useState(from ? t('copied', { name: f.words(from.definition.label) }) : '')
  const [form, setForm] = useState(from?.definition.form ?? null)
  const problem = isProblem(put.error) ? put.error : null
  const make = () => {
    if (!form) return
    const keys = pools.map((each) => each.definition.key)
    const key = newKey(name, keys).replace(/^role/, 'pool')
    const others = pools
      .map(({ definition }) => ({ ...definition, position: definition.position ?? 0 }))
      .filter((each) => each.form === form)
    const last = [...others].sort((a, b) => a.position - b.position || a.key.localeCompare(b.key)).at(-1)
    const definition = {
      ...read(from?.definition ?? {}),
      form,
      label: { [locale]: name.trim() },
      enabled: false,
      position: placeAfter(others, last?.key ?? null),
    }
    put.mutate({ key, version: 0, definition }, { onSuccess: () => void navigate(`/settings/pools/${key}`) })
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={t('add')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={make} disabled={!name.trim() || !form} loading={put.isPending}>
            {t('addDo')}
          </Button>
        </>
      }
    >
      <Field label={t('name')} required error={problem?.of('label')}>
        {(ids) => <Input {...ids} value={name} onChange={setName} maxLength={60} autoFocus />}
      </Field>
      <Field label={t('form')} hint={t('formHint')} required error={problem?.of('form')}>
        {(ids) => (
          <Select
            {...ids}
            disabled={from !== null}
            options={owned.map((each) => ({ value: each.key, label: f.words(each.label) || each.key }))}
            value={form}
            onChange={setForm}
          />
        )}
      </Field>
      {problem && !problem.of('label') && !problem.of('form') && <FieldError>{problem.message}</FieldError>}
    </Modal>
  )
}
