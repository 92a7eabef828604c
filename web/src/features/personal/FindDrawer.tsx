// Whose data is looked for: a name beside numbers and addresses that are nobody else's.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Drawer, Field, FieldError, Input, TagSelect } from '@/ui'
import { useFind } from './personal'
import css from './Personal.module.css'

const LISTS = ['phones', 'emails', 'wechats', 'id_numbers'] as const
type Lists = { [K in (typeof LISTS)[number]]: string[] }
const NOTHING: Lists = { phones: [], emails: [], wechats: [], id_numbers: [] }

type Props = { open: boolean; onClose: () => void; onFound: (id: Id) => void }

export function FindDrawer({ open, onClose, onFound }: Props) {
  const t = useText('personal')
  const find = useFind()
  const [name, setName] = useState('')
  const [reason, setReason] = useState('')
  const [lists, setLists] = useState(NOTHING)
  const problem = isProblem(find.error) ? find.error : null
  const wrong = (key: string) => problem?.errors.find((e) => e.field === key || e.field.startsWith(`${key}.`))?.detail
  const empty = !name.trim() && LISTS.every((key) => lists[key].length === 0)
  const search = () => find.mutate({ name: name.trim(), ...lists, reason }, { onSuccess: (made) => onFound(made.id) })
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={t('find')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" icon="search" loading={find.isPending} disabled={empty} onClick={search}>
            {t('search')}
          </Button>
        </>
      }
    >
      <p className={`t2 ${css.lead}`}>{t('findWhy')}</p>
      <Field label={t('name')} hint={t('nameHint')} error={wrong('name')}>
        {(ids) => <Input {...ids} value={name} onChange={setName} maxLength={200} autoFocus />}
      </Field>
      {LISTS.map((key) => (
        <Field key={key} label={t(key)} error={wrong(key)}>
          {(ids) => (
            <TagSelect
              {...ids}
              options={[]}
              placeholder={t('several')}
              value={lists[key]}
              onChange={(value) => setLists({ ...lists, [key]: value })}
              maxCount={20}
            />
          )}
        </Field>
      ))}
      <Field label={t('reason')} hint={t('reasonHint')}>
        {(ids) => <Input {...ids} value={reason} onChange={setReason} maxLength={500} />}
      </Field>
      {problem && problem.errors.length === 0 && <FieldError id="find-problem">{problem.message}</FieldError>}
    </Drawer>
  )
}
