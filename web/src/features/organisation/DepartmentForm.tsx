// A department: its name, whether it is a company, what is above it, and who leads it.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import type { Id, Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Field, FieldError, Input, Modal, Segmented, Select } from '@/ui'
import { useSaveDepartment, type Department } from './organisation'
import { mayMove, pathOf } from './tree'

type Props = { department: Department | null; parent: Id | null; all: Department[]; onClose: () => void }

const KINDS = ['department', 'company'] as const

export function DepartmentForm({ department, parent: below, all, onClose }: Props) {
  const t = useText('organisation')
  const c = useText('common')
  const save = useSaveDepartment()
  const [begun] = useState(department) // what others change meanwhile is left to them
  const [name, setName] = useState(department?.name ?? '')
  const [kind, setKind] = useState(department?.kind ?? 'department')
  const [parent, setParent] = useState<Id | null>(department ? department.parent_id : below)
  const [head, setHead] = useState<Ref | null>(department?.head ?? null)
  const problem = isProblem(save.error) ? save.error : null
  const options = all
    .filter((d) => !department || d.id === department.parent_id || mayMove(all, department.id, d.id))
    .map((d) => ({ value: d.id, label: pathOf(all, d.id), search: pathOf(all, d.id) }))
  const submit = () => {
    const change = {
      ...(begun?.name === name.trim() ? {} : { name: name.trim() }),
      ...(begun?.kind === kind ? {} : { kind }),
      ...(begun && (begun.head?.id ?? null) === (head?.id ?? null) ? {} : { head: head?.id ?? null }),
      ...(begun && begun.parent_id === parent ? {} : { parent }),
    }
    save.mutate({ id: begun?.id ?? null, change }, { onSuccess: onClose })
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={t(department ? 'department.change' : 'department.add')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={submit} loading={save.isPending} disabled={!name.trim()}>
            {c('save')}
          </Button>
        </>
      }
    >
      <Field label={t('department.name')} required error={problem?.of('name')}>
        {(ids) => <Input {...ids} value={name} onChange={setName} maxLength={100} autoFocus />}
      </Field>
      <Field label={t('department.kind')}>
        {() => (
          <Segmented
            value={kind}
            onChange={setKind}
            aria-label={t('department.kind')}
            options={KINDS.map((value) => ({ value, label: t(`department.kinds.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('department.parent')}>
        {(ids) => (
          <Select<Id>
            id={ids.id}
            value={parent}
            onChange={(id) => setParent(id ?? null)}
            options={options}
            placeholder={t('tree.top')}
            searchable
            clearable
            aria-label={t('department.parent')}
          />
        )}
      </Field>
      <Field label={t('department.head')} hint={t('department.headHint')}>
        {(ids) => (
          <Picker from="people" id={ids.id} value={head} onChange={setHead} aria-label={t('department.head')} />
        )}
      </Field>
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
    </Modal>
  )
}
