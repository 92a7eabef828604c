// The roles of the workspace: who has them, where they begin; a new one begins as a copy.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { get } from '@/core/http'
import { isProblem } from '@/core/problem'
import { useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, Chip, ErrorState, IconButton, SkeletonRows } from '@/ui'
import { NewRole } from './NewRole'
import { useDropRole, usePutRole, useRoles } from './roles'
import type { Role } from './types'

export function RolesPart() {
  const t = useText('roles')
  const f = useFormat()
  const roles = useRoles()
  const [copying, setCopying] = useState<string | null | undefined>(undefined)
  if (roles.isPending) return <SkeletonRows count={6} />
  if (roles.isLoadingError) return <ErrorState error={roles.error} retry={() => void roles.refetch()} />
  const { items } = roles.data
  return (
    <section className={settings.part}>
      <div className={settings.bar}>
        <p className="t2">{t('listWhy')}</p>
        <Button look="primary" icon="plus" onClick={() => setCopying(null)}>
          {t('add')}
        </Button>
      </div>
      <Rows
        rows={items}
        id={(role) => role.key}
        label={t('title')}
        columns={[
          {
            key: 'name',
            label: t('name'),
            cell: (role) => (
              <Link to={`/settings/roles/${role.key}`}>
                <b>{f.words(role.label) || role.key}</b>
              </Link>
            ),
          },
          { key: 'people', label: t('people'), cell: (role) => t('peopleN', { count: role.people }) },
          { key: 'forms', label: t('forms'), cell: (role) => <Reach role={role} /> },
          { key: 'home', label: t('home'), cell: (role) => <HomeName route={role.definition.home ?? '/'} /> },
          {
            key: 'acts',
            label: '',
            end: true,
            cell: (role) => <RoleActs role={role} onCopy={() => setCopying(role.key)} />,
          },
        ]}
      />
      {copying !== undefined && <NewRole roles={items} from={copying} onClose={() => setCopying(undefined)} />}
    </section>
  )
}

/** The page as the navigation calls it. */
function HomeName({ route }: { route: string }) {
  const f = useFormat()
  const item = useMe()
    .menu.flatMap((section) => section.items)
    .find((each) => each.route === route)
  return <span className="t2">{item ? f.words(item.label) : route}</span>
}

/** How far it reaches at a glance. */
function Reach({ role }: { role: Role }) {
  const t = useText('roles')
  if (role.admin) return <Chip tone="accent">{t('admin')}</Chip>
  const forms = new Set((role.definition.grants ?? []).filter((grant) => !grant.deny).map((grant) => grant.form))
  return <>{forms.has('*') ? t('allForms') : t('formsN', { count: forms.size })}</>
}

function RoleActs({ role, onCopy }: { role: Role; onCopy: () => void }) {
  const t = useText('roles')
  const f = useFormat()
  const drop = useDropRole()
  const put = usePutRole()
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  /** Who has it is what stands in the way. */
  const tellWho = async (key: string) => {
    const { members = [], people } = await get<Role>(`/admin/roles/${key}`)
    const names = members.slice(0, 5).map((each) => each.title)
    toast({ text: t('inUse', { count: people, names: names.join(t('comma')) || '—' }) })
  }
  const remove = () =>
    drop.mutate(role.key, {
      onSuccess: () =>
        toast({
          text: t('dropped', { name: f.words(role.label) || role.key }),
          undo: () =>
            put.mutate({ key: role.key, label: role.label, definition: role.definition }, { onError: failed }),
        }),
      onError: (e) => {
        if (isProblem(e) && e.code === 'roles.in_use') void tellWho(role.key).catch(() => failed(e))
        else failed(e)
      },
    })
  return (
    <span className={settings.chips}>
      <IconButton icon="copy" size="small" label={t('copyOf', { name: f.words(role.label) })} onClick={onCopy} />
      <IconButton
        icon="trash"
        size="small"
        tone="quiet"
        label={t('drop', { name: f.words(role.label) })}
        disabled={drop.isPending}
        onClick={remove}
      />
    </span>
  )
}
