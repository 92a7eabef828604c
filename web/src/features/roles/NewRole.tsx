// A new role: a name, and whose rights it begins with.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { usePreferences } from '@/core/preferences'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input, Modal, Select } from '@/ui'
import { newKey } from './newKey'
import { usePutRole } from './roles'
import type { Definition, Role } from './types'

type Props = { roles: Role[]; from: string | null; onClose: () => void }

const NOTHING = ''

export function NewRole({ roles, from, onClose }: Props) {
  const t = useText('roles')
  const c = useText('common')
  const f = useFormat()
  const navigate = useNavigate()
  const locale = usePreferences((p) => p.locale)
  const put = usePutRole()
  const [name, setName] = useState('')
  const [source, setSource] = useState(from ?? NOTHING)
  const problem = isProblem(put.error) ? put.error : null
  const options = [
    { value: NOTHING, label: t('fromNothing') },
    ...roles.map((role) => ({ value: role.key, label: f.words(role.label) || role.key })),
  ]
  const make = () => {
    const copied = roles.find((role) => role.key === source)
    const definition: Definition = copied ? { ...copied.definition, admin: false } : { grants: [], home: '/' }
    const key = newKey(
      name,
      roles.map((role) => role.key),
    )
    const kept = { key, label: { [locale]: name.trim() }, definition, version: 0 }
    put.mutate(kept, { onSuccess: () => void navigate(`/settings/roles/${key}`) })
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={t('add')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={make} disabled={!name.trim()} loading={put.isPending}>
            {t('addDo')}
          </Button>
        </>
      }
    >
      <Field label={t('name')} required error={problem?.of('label')}>
        {(ids) => <Input {...ids} value={name} onChange={setName} maxLength={60} autoFocus />}
      </Field>
      <Field label={t('copyFrom')} hint={t('copyFromHint')}>
        {(ids) => <Select {...ids} options={options} value={source} onChange={(key) => setSource(key ?? NOTHING)} />}
      </Field>
      {problem && !problem.of('label') && <FieldError>{problem.message}</FieldError>}
    </Modal>
  )
}
