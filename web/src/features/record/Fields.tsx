// The fields: what the next stage still needs first, then sections; each is edited where it stands.
import { useRef, useState, type CSSProperties } from 'react'
import { fieldOf, stageOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Field, Form, Row } from '@/core/types'
import { fieldsIn, groupsOf, useSheets, type Group } from '@/features/layout'
import { LinkedElement } from '@/features/linked'
import { useText } from '@/i18n'
import { isEmpty } from '@/kinds'
import { Chip, Icon } from '@/ui'
import { FieldLine } from './FieldLine'
import { nextAsks } from './record'
import { RecordRules, useRecordRules } from './RecordRules'
import css from './Record.module.css'

export function Fields({ form, row }: { form: Form; row: Row }) {
  return (
    <RecordRules form={form} row={row}>
      <RuledFields form={form} row={row} />
    </RecordRules>
  )
}

function RuledFields({ form, row }: { form: Form; row: Row }) {
  const t = useText('record')
  const f = useFormat()
  const [all, setAll] = useState(false)
  // What is still asked for is a matter of those who can enter it.
  const asks = !row._may || row._may.includes('change') ? nextAsks(form, row) : null
  const { ruling, drafts, open } = useRecordRules()
  const asked = (asks?.fields ?? [])
    .map((k) => fieldOf(form, k))
    .filter((x) => x !== undefined)
    .filter((x) => !x.closed)
  const missing = useStanding(asked, open)
  const next = stageOf(form, asks?.stage)
  const values = { ...row, ...drafts }
  const every = groupsOf(form, (field) => open.has(field.key) || (!field.closed && !ruling.hidden.has(field.key)))
  // Optional fields without a value hide until asked for.
  const skips = (field: Field): boolean =>
    !open.has(field.key) &&
    !field.required &&
    !ruling.required.has(field.key) &&
    !(field.key in ruling.filled) &&
    isEmpty(row[field.key])
  const { groups, bar } = useSheets(form, every)
  // On a sheet that is put away, what is being edited is only out of sight.
  const kept = every.filter((g) => groups.includes(g) || fieldsIn([g]).some((field) => open.has(field.key)))
  const hidden = fieldsIn(groups).filter(skips).length
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
      {groups.filter((g) => g.tab === null).map(section)}
      {bar}
      {kept.filter((g) => g.tab !== null).map(section)}
      {hidden > 0 && (
        <button type="button" className={`link-button ${css.moreFields}`} onClick={() => setAll(!all)}>
          {all ? t('hideEmpty') : t('emptyFields', { count: hidden })}
        </button>
      )}
      <SystemLines row={row} />
    </div>
  )

  function section(group: Group) {
    const drawn = group.items.filter(
      (item) =>
        item.kind === 'element' ||
        ((all || !skips(item.field)) && !missing.some((field) => field.key === item.field.key)),
    )
    if (drawn.length === 0) return null
    return (
      <Folding
        key={group.key}
        name={f.words(group.label) || t('basics')}
        folded={group.folded}
        columns={group.columns}
        away={!groups.includes(group)}
      >
        {drawn.map((item) =>
          item.kind === 'element' ? (
            <LinkedElement key={item.element.key} form={form} element={item.element} values={values} row={row} />
          ) : (
            <FieldLine key={item.field.key} form={form} row={row} field={item.field} />
          ),
        )}
      </Folding>
    )
  }
}

/** What is asked for; a field that is being edited neither joins them nor leaves them because of somebody else. */
function useStanding(asked: Field[], open: ReadonlySet<string>): Field[] {
  const before = useRef(asked)
  const stood = new Set(before.current.map((field) => field.key))
  const wanted = new Set(asked.map((field) => field.key))
  const stay = before.current.filter(({ key }) => open.has(key) && !wanted.has(key))
  const missing = [...stay, ...asked.filter(({ key }) => stood.has(key) || !open.has(key))]
  before.current = missing
  return missing
}

type FoldingProps = { name: string; folded: boolean; columns: number; away: boolean; children: React.ReactNode }

/** A section; one that begins folded shows its name until it is opened. */
function Folding({ name, folded, columns, away, children }: FoldingProps) {
  const [open, setOpen] = useState(!folded)
  const inside = (
    <div className={columns > 1 ? css.beside : undefined} style={{ '--columns': columns } as CSSProperties}>
      {children}
    </div>
  )
  return (
    <section hidden={away}>
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
