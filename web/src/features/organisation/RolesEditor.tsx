// Roles of a person, each for good or until the end of a day.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { DatePicker, FieldError, IconButton, Select } from '@/ui'
import css from './Organisation.module.css'
import { useRoles, type HeldRole } from './organisation'

type Props = { roles: HeldRole[]; onChange: (roles: HeldRole[]) => void; error?: string | undefined }

export function RolesEditor({ roles, onChange, error }: Props) {
  const t = useText('organisation')
  const f = useFormat()
  const all = useRoles().data?.items ?? []
  const nameOf = (key: string) => f.words(all.find((r) => r.key === key)?.label) || key
  const free = all.filter((r) => !roles.some((held) => held.key === r.key))
  return (
    <section className={css.section}>
      <h3>{t('person.roles')}</h3>
      {roles.length === 0 && <p className="caption">{t('person.noRole')}</p>}
      {roles.map((held) => (
        <div key={held.key} className={css.roleLine}>
          <span className="ellipsis">{nameOf(held.key)}</span>
          <DatePicker
            value={dayOf(held.until, f)}
            onChange={(until) => onChange(roles.map((r) => (r.key === held.key ? { ...r, until } : r)))}
            clearable
            placeholder={t('person.forGood')}
            aria-label={`${nameOf(held.key)} ${t('person.until')}`}
          />
          <span className={css.lineActs}>
            <IconButton
              icon="close"
              size="small"
              label={t('person.removeRole', { role: nameOf(held.key) })}
              onClick={() => onChange(roles.filter((r) => r.key !== held.key))}
            />
          </span>
        </div>
      ))}
      {free.length > 0 && (
        <div className={css.roleLine}>
          <Select
            value={null}
            onChange={(key) => key && onChange([...roles, { key, until: null }])}
            options={free.map((r) => ({ value: r.key, label: f.words(r.label), search: f.words(r.label) }))}
            placeholder={t('person.addRole')}
            searchable
            aria-label={t('person.addRole')}
          />
        </div>
      )}
      {error && <FieldError>{error}</FieldError>}
    </section>
  )
}

/** A day as the picker knows it; what comes from the server is the first moment after it. */
function dayOf(until: string | null, f: ReturnType<typeof useFormat>): string | null {
  if (until === null || until.length === 10) return until
  return f.day(new Date(Date.parse(until) - 1).toISOString())
}
