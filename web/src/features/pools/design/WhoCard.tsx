// Members and administrators: by name, department and role.
import { useFormat } from '@/core/format'
import { useDepartmentTree } from '@/features/roles/departments'
import { useRoleNames } from '@/features/sharing/roleNames'
import { useText } from '@/i18n'
import { Field, MultiSelect, TreeSelect } from '@/ui'
import { useBench } from './bench'
import { Card } from './Card'
import css from './Design.module.css'
import { People } from './People'
import type { Group } from './types'

export function WhoCard() {
  const t = useText('poolDesign')
  const { now, put } = useBench()
  return (
    <Card title={t('who')} at={['members', 'admins']}>
      <GroupInput
        title={t('members')}
        hint={t('membersHint')}
        value={now.members}
        onChange={(members) => put({ members })}
      />
      <GroupInput
        title={t('admins')}
        hint={t('adminsHint')}
        value={now.admins}
        onChange={(admins) => put({ admins })}
      />
    </Card>
  )
}

type Props = { title: string; hint: string; value: Group; onChange: (group: Group) => void }

function GroupInput({ title, hint, value, onChange }: Props) {
  const t = useText('poolDesign')
  const f = useFormat()
  const roles = useRoleNames().data?.items ?? []
  const tree = useDepartmentTree()
  const name = (part: string) => `${title} ${part}`
  return (
    <div role="group" aria-label={title} className={css.group}>
      <h3>{title}</h3>
      <p className="caption">{hint}</p>
      <div className={css.three}>
        <Field label={t('roles')}>
          {({ id }) => (
            <MultiSelect
              id={id}
              searchable
              aria-label={name(t('roles'))}
              placeholder={t('nobody')}
              value={value.roles}
              options={roles.map((role) => ({ value: role.key, label: f.words(role.label) || role.key }))}
              onChange={(chosen) => onChange({ ...value, roles: chosen })}
            />
          )}
        </Field>
        <Field label={t('departments')}>
          {({ id }) => (
            <TreeSelect
              id={id}
              aria-label={name(t('departments'))}
              placeholder={t('nobody')}
              nodes={tree}
              value={value.departments.map(String)}
              onChange={(chosen) => onChange({ ...value, departments: chosen.map(Number) })}
            />
          )}
        </Field>
        <Field label={t('people')}>
          {({ id }) => (
            <People
              id={id}
              label={name(t('people'))}
              value={value.people}
              onChange={(people) => onChange({ ...value, people })}
            />
          )}
        </Field>
      </div>
    </div>
  )
}
