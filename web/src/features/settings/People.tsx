// People: who may sign in, with which roles, in which department.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { explainRoute } from '@/core/routes'
import { usePick, useSettled } from '@/core/search'
import { LookAs } from '@/features/looking/LookAs'
import { useText } from '@/i18n'
import {
  Avatar,
  Button,
  Chip,
  Drawer,
  EmptyState,
  ErrorState,
  Field,
  FieldError,
  Input,
  MultiSelect,
  Select,
  SkeletonRows,
} from '@/ui'
import { Rows } from './Rows'
import css from './Settings.module.css'
import { usePeople, useRoles, useSavePerson, type PersonChange, type PersonRow } from './settings'

export function People() {
  const t = useText('settings')
  const f = useFormat()
  const [q, setQ] = useState('')
  const people = usePeople(useSettled(q.trim(), 200))
  const roles = useRoles()
  const [editing, setEditing] = useState<PersonRow | 'new' | null>(null)
  const roleName = (key: string) => f.words(roles.data?.items.find((r) => r.key === key)?.label) || key
  return (
    <section className={css.part}>
      <div className={css.bar}>
        <Input value={q} onChange={setQ} icon="search" placeholder={t('people.find')} aria-label={t('people.find')} />
        <Button look="primary" icon="plus" onClick={() => setEditing('new')}>
          {t('people.add')}
        </Button>
      </div>
      {people.isPending && <SkeletonRows count={6} />}
      {people.isError && <ErrorState error={people.error} retry={() => void people.refetch()} />}
      {people.data?.items.length === 0 && <EmptyState what={t('people.none')} />}
      {people.data && (
        <Rows
          rows={people.data.items}
          id={(p) => String(p.id)}
          label={t('people.title')}
          columns={[
            {
              key: 'name',
              label: t('people.name'),
              cell: (p) => (
                <span className={css.who}>
                  <Avatar name={p.name} /> {p.name}
                </span>
              ),
            },
            { key: 'account', label: t('people.account'), cell: (p) => p.account ?? '—' },
            { key: 'department', label: t('people.department'), cell: (p) => p.department?.title ?? '—' },
            { key: 'roles', label: t('people.roles'), cell: (p) => p.roles.map(roleName).join(' · ') || '—' },
            {
              key: 'state',
              label: t('people.state'),
              cell: (p) => (
                <Chip tone={p.state === 'active' ? 'accent' : 'plain'}>{t(`people.states.${p.state}`)}</Chip>
              ),
            },
            {
              key: 'edit',
              label: '',
              end: true,
              cell: (p) => (
                <Button size="small" look="text" onClick={() => setEditing(p)}>
                  {t('change')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {editing && (
        <PersonDrawer
          key={editing === 'new' ? 'new' : editing.id}
          person={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  )
}

function PersonDrawer({ person, onClose }: { person: PersonRow | null; onClose: () => void }) {
  const t = useText('settings')
  const c = useText('common')
  const f = useFormat()
  const roles = useRoles()
  const save = useSavePerson()
  const [q, setQ] = useState('')
  const departments = usePick('departments', q)
  const [change, setChange] = useState<PersonChange>({
    name: person?.name ?? '',
    account: person?.account ?? '',
    roles: person?.roles ?? [],
    department: person?.department?.id ?? null,
  })
  const problem = isProblem(save.error) ? save.error : null
  const set = (part: PersonChange) => setChange({ ...change, ...part })
  const known = person?.department ? [{ value: person.department.id, label: person.department.title ?? '' }] : []
  const options = [
    ...known,
    ...(departments.data ?? []).filter((d) => d.id !== known[0]?.value).map((d) => ({ value: d.id, label: d.title })),
  ]
  const submit = () => {
    const { password, ...rest } = change
    save.mutate(
      { id: person?.id ?? null, change: { ...rest, ...(password ? { password } : {}) } },
      { onSuccess: onClose },
    )
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title={person ? person.name : t('people.add')}
      footer={
        <>
          {person?.state === 'active' && <LookAs person={{ id: person.id, title: person.name }} size="normal" />}
          {person && person.state !== 'not_activated' && (
            <Button
              onClick={() =>
                save.mutate(
                  { id: person.id, change: { state: person.state === 'active' ? 'disabled' : 'active' } },
                  { onSuccess: onClose },
                )
              }
            >
              {person.state === 'active' ? t('people.disable') : t('people.enable')}
            </Button>
          )}
          <Button look="primary" onClick={submit} loading={save.isPending}>
            {c('save')}
          </Button>
        </>
      }
    >
      <Field label={t('people.name')} required error={problem?.of('name')}>
        {(ids) => <Input {...ids} value={change.name ?? ''} onChange={(name) => set({ name })} autoFocus />}
      </Field>
      <Field label={t('people.account')} required error={problem?.of('account')}>
        {(ids) => <Input {...ids} value={change.account ?? ''} onChange={(account) => set({ account })} />}
      </Field>
      <Field
        label={t('people.password')}
        hint={person ? t('people.passwordKeep') : t('people.passwordHint')}
        error={problem?.of('password')}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            value={change.password ?? ''}
            onChange={(password) => set({ password })}
          />
        )}
      </Field>
      <Field label={t('people.department')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={change.department ?? null}
            onChange={(department) => set({ department: department ?? null })}
            onSearch={setQ}
            options={options}
            clearable
            aria-label={t('people.department')}
          />
        )}
      </Field>
      <Field label={t('people.roles')} error={problem?.of('roles')}>
        {(ids) => (
          <MultiSelect
            id={ids.id}
            value={change.roles ?? []}
            onChange={(r) => set({ roles: r })}
            options={(roles.data?.items ?? []).map((r) => ({ value: r.key, label: f.words(r.label) }))}
            aria-label={t('people.roles')}
          />
        )}
      </Field>
      {person && (
        <Link to={explainRoute({ person: person.id })} className="caption">
          {t('people.explain')}
        </Link>
      )}
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
    </Drawer>
  )
}
