// Who works with a new form: each role with whose records, chosen before it is published for the first time.
import { useFormat } from '@/core/format'
import { useRoles } from '@/features/organisation/organisation'
import { useText } from '@/i18n'
import { Checkbox, Select } from '@/ui'
import { useBench } from '../sight'
import type { Scope } from '../model/types'
import css from './Publish.module.css'

const SCOPES: Scope[] = ['own', 'department', 'department_below', 'all']

export type Roles = { [role: string]: Scope }

export function Audience({ roles, onChange }: { roles: Roles; onChange: (roles: Roles) => void }) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const known = (useRoles().data?.items ?? []).filter((r) => !r.admin)
  if (known.length === 0) return null
  const put = (role: string, scope: Scope | null) => {
    const { [role]: _gone, ...rest } = roles
    onChange(scope ? { ...rest, [role]: scope } : rest)
  }
  return (
    <section className={`${css.block} ${css.audience}`}>
      <h3>{t('audience')}</h3>
      <p className="caption">{t('audienceHint')}</p>
      <ul>
        {known.map((role) => (
          <li key={role.key} className={css.role}>
            <Checkbox
              checked={role.key in roles}
              onChange={(on) => put(role.key, on ? (form.owned === false ? 'all' : 'own') : null)}
            >
              {f.words(role.label) || role.key}
            </Checkbox>
            {role.key in roles && form.owned !== false && (
              <Select
                size="small"
                width={168}
                aria-label={t('scopeOf', { role: f.words(role.label) })}
                value={roles[role.key] ?? 'own'}
                onChange={(scope) => scope && put(role.key, scope)}
                options={SCOPES.map((x) => ({ value: x, label: t(`scopes.${x}`) }))}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
