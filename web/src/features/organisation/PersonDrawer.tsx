// Everything about a person: details, places, roles, absence, and how they get in.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Drawer, ErrorState, Field, FieldError, Input, SkeletonRows } from '@/ui'
import { Sight } from '@/features/explain/Sight'
import { Access } from './Access'
import { Absences } from './Absences'
import css from './Organisation.module.css'
import { usePerson, useSavePerson, type HeldRole, type PersonChange, type PersonInFull } from './organisation'
import { PlacesEditor, toPlaces, type Placing } from './PlacesEditor'
import { RolesEditor } from './RolesEditor'
import { StateChips } from './PeopleList'

type Props = { id: Id | 'new'; department: Id | null; onClose: () => void }

export function PersonDrawer({ id, department, onClose }: Props) {
  const t = useText('organisation')
  const person = usePerson(id === 'new' ? null : id)
  if (id === 'new') return <Editor person={null} department={department} onClose={onClose} />
  if (person.data) return <Editor key={person.data.id} person={person.data} department={null} onClose={onClose} />
  return (
    <Drawer open onClose={onClose} title={t('person.basics')}>
      {person.isError ? <ErrorState error={person.error} compact /> : <SkeletonRows count={6} />}
    </Drawer>
  )
}

export type Draft = {
  name: string
  account: string
  email: string
  phone: string
  password: string
  places: Placing[]
  roles: HeldRole[]
}

export const draftOf = (person: PersonInFull | null, department: Id | null): Draft => ({
  name: person?.name ?? '',
  account: person?.account ?? '',
  email: person?.email ?? '',
  phone: person?.phone ?? '',
  password: '',
  places: person
    ? person.places.map((p) => ({ department: p.department.id, position: p.position?.id ?? null }))
    : department === null
      ? []
      : [{ department, position: null }],
  roles: (person?.roles ?? []).map((key) => ({ key, until: person?.roles_until[key] ?? null })),
})

/** What is different from how it was; everything of somebody new. */
export function changeOf(draft: Draft, before: Draft, isNew: boolean): PersonChange {
  const change: PersonChange = {}
  if (isNew || draft.name !== before.name) change.name = draft.name.trim()
  for (const key of ['account', 'email', 'phone'] as const)
    if (draft[key].trim() !== before[key]) change[key] = draft[key].trim() || null
  if (draft.password) change.password = draft.password
  if (JSON.stringify(draft.places) !== JSON.stringify(before.places)) change.places = toPlaces(draft.places)
  if (isNew && draft.places.length) change.places = toPlaces(draft.places)
  if (JSON.stringify(draft.roles) !== JSON.stringify(before.roles)) change.roles = draft.roles
  return change
}

function Editor({
  person,
  department,
  onClose,
}: {
  person: PersonInFull | null
  department: Id | null
  onClose: () => void
}) {
  const t = useText('organisation')
  const c = useText('common')
  const save = useSavePerson()
  const [before] = useState(() => draftOf(person, department))
  const [draft, setDraft] = useState(before)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const problem = isProblem(save.error) ? save.error : null
  const change = changeOf(draft, before, person === null)
  const dirty = Object.keys(change).length > 0
  const submit = () =>
    save.mutate(
      { id: person?.id ?? null, change },
      {
        onSuccess: () => {
          toast({ text: t('person.saved', { name: draft.name.trim() }) })
          onClose()
        },
      },
    )
  const gone = person?.merged_into != null
  return (
    <Drawer
      open
      onClose={onClose}
      title={person ? person.name : t('person.add')}
      extra={person && <StateChips person={person} />}
      footer={
        gone ? undefined : (
          <>
            <Button onClick={onClose}>{c('cancel')}</Button>
            <Button
              look="primary"
              onClick={submit}
              loading={save.isPending}
              disabled={!draft.name.trim() || (person !== null && !dirty)}
            >
              {c('save')}
            </Button>
          </>
        )
      }
    >
      {gone && <p className="t2">{t('person.merged')}</p>}
      <Basics draft={draft} set={set} person={person} of={(field) => problem?.of(field)} />
      <PlacesEditor places={draft.places} onChange={(places) => set({ places })} />
      <RolesEditor roles={draft.roles} onChange={(roles) => set({ roles })} error={problem?.of('roles')} />
      {person?.state === 'active' && <Sight person={{ id: person.id, title: person.name }} />}
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
      {person && !gone && (
        <section className={css.section}>
          <h3>{t('person.absences')}</h3>
          <Absences person={person.id} items={person.absences} />
        </section>
      )}
      {person && !gone && <Access person={person} onClose={onClose} />}
    </Drawer>
  )
}

type BasicsProps = {
  draft: Draft
  set: (part: Partial<Draft>) => void
  person: PersonInFull | null
  of: (field: string) => string | undefined
}

function Basics({ draft, set, person, of }: BasicsProps) {
  const t = useText('organisation')
  const hint = !person ? 'passwordHint' : person.state === 'not_activated' ? 'passwordActivate' : 'passwordKeep'
  return (
    <section className={css.section}>
      <div className={css.two}>
        <Field label={t('person.name')} required error={of('name')}>
          {(ids) => <Input {...ids} value={draft.name} onChange={(name) => set({ name })} autoFocus={!person} />}
        </Field>
        <Field
          label={t('person.account')}
          error={of('account')}
          hint={person?.state === 'active' ? undefined : t('person.accountLater')}
        >
          {(ids) => (
            <Input {...ids} value={draft.account} onChange={(account) => set({ account })} autoComplete="off" />
          )}
        </Field>
        <Field label={t('person.email')} error={of('email')}>
          {(ids) => (
            <Input {...ids} type="email" value={draft.email} onChange={(email) => set({ email })} autoComplete="off" />
          )}
        </Field>
        <Field label={t('person.phone')} error={of('phone')}>
          {(ids) => (
            <Input {...ids} type="tel" value={draft.phone} onChange={(phone) => set({ phone })} autoComplete="off" />
          )}
        </Field>
      </div>
      <Field
        label={t(person && person.state !== 'not_activated' ? 'person.passwordNew' : 'person.password')}
        hint={t(`person.${hint}`)}
        error={of('password')}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(password) => set({ password })}
          />
        )}
      </Field>
    </section>
  )
}
