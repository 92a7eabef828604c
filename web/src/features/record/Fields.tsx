// The fields: what the next stage still needs first, then sections; each is edited where it stands.
import { useState, type CSSProperties } from 'react'
import { fieldOf, stageOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Field, Form, Row, Words } from '@/core/types'
import { useText } from '@/i18n'
import { isEmpty } from '@/kinds'
import { Chip, Icon } from '@/ui'
import { FieldLine } from './FieldLine'
import { nextAsks } from './record'
import css from './Record.module.css'

export function Fields({ form, row }: { form: Form; row: Row }) {
  const t = useText('record')
  const f = useFormat()
  const [all, setAll] = useState(false)
  const asks = nextAsks(form, row)
  const missing = (asks?.fields ?? []).map((k) => fieldOf(form, k)).filter((x) => x !== undefined)
  const next = stageOf(form, asks?.stage)
  const groups = sectionsOf(form, f.words)
  const hidden = groups.flatMap((g) => g.fields).filter((field) => skips(field, row)).length
  return (
    <div className={css.fields}>
      {missing.length > 0 && (
        <section>
          <h3>
            {t('toEnter', { stage: f.words(next?.label) })}{' '}
            <Chip tone="heat1">{t('items', { count: missing.length })}</Chip>
          </h3>
          {missing.map((field) => (
            <FieldLine key={field.key} form={form} row={row} field={field} />
          ))}
        </section>
      )}
      {groups.map((group, i) => {
        const shown = group.fields
          .filter((field) => all || !skips(field, row))
          .filter((field) => !missing.includes(field))
        if (shown.length === 0) return null
        return (
          <Group key={group.label ?? i} name={group.label || t('basics')} folded={group.folded} columns={group.columns}>
            {shown.map((field) => (
              <FieldLine key={field.key} form={form} row={row} field={field} />
            ))}
          </Group>
        )
      })}
      {hidden > 0 && (
        <button type="button" className={`link-button ${css.moreFields}`} onClick={() => setAll(!all)}>
          {all ? t('hideEmpty') : t('emptyFields', { count: hidden })}
        </button>
      )}
      <SystemLines row={row} />
    </div>
  )
}

type GroupProps = { name: string; folded: boolean; columns: number; children: React.ReactNode }

/** A section; one that begins folded shows its name until it is opened. */
function Group({ name, folded, columns, children }: GroupProps) {
  const [open, setOpen] = useState(!folded)
  const inside = (
    <div className={columns > 1 ? css.beside : undefined} style={{ '--columns': columns } as CSSProperties}>
      {children}
    </div>
  )
  return (
    <section>
      <h3>
        {folded ? (
          <button type="button" className={css.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'down' : 'right'} size={14} /> {name}
          </button>
        ) : (
          name
        )}
      </h3>
      {open && inside}
    </section>
  )
}

/** Optional fields without a value hide until asked for. */
const skips = (field: Field, row: Row): boolean => !field.required && isEmpty(row[field.key])

/** The form's sections, and whatever no section names in a last one. */
function sectionsOf(
  form: Form,
  say: (label: Words | null | undefined) => string,
): { label: string; fields: Field[]; folded: boolean; columns: number }[] {
  const named = form.sections ?? []
  const used = new Set(named.flatMap((s) => s.fields))
  const find = (keys: string[]) => keys.map((k) => fieldOf(form, k)).filter((x) => x !== undefined)
  const rest = form.fields.filter((field) => !used.has(field.key))
  return [
    ...named.map((s) => ({
      label: say(s.label),
      fields: find(s.fields),
      folded: s.collapsed ?? false,
      columns: s.columns ?? 1,
    })),
    { label: '', fields: rest, folded: false, columns: 1 },
  ].filter((g) => g.fields.length > 0)
}

function SystemLines({ row }: { row: Row }) {
  const t = useText('record')
  const f = useFormat()
  const lines = [
    { label: t('created'), at: row.created_at, by: row.created_by },
    { label: t('updated'), at: row.updated_at, by: row.updated_by },
  ]
  return (
    <section>
      <h3>{t('system')}</h3>
      {lines.map((line) => (
        <div key={line.label} className={css.line}>
          <span className={css.label}>{line.label}</span>
          <span className={css.still}>
            {typeof line.at === 'string' ? f.moment(line.at) : '—'}{' '}
            {(line.by as { title?: string } | null)?.title ?? ''}
          </span>
        </div>
      ))}
    </section>
  )
}
