// One row of the filter, and a group of rows.
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { useText, type Key } from '@/i18n'
import { FieldOperand, needsNoValue } from '@/kinds'
import { Button, IconButton, Select } from '@/ui'
import css from './FilterBuilder.module.css'
import { firstOp, valueFor, type FilterField, type GroupModel, type RowModel } from './filterModel'

type LineProps = {
  lead: ReactNode
  row: RowModel
  fields: FilterField[]
  onChange: (row: RowModel) => void
  onRemove: () => void
}

export function FilterLine({ lead, row, fields, onChange, onRemove }: LineProps) {
  const t = useText('list')
  const ops = useText('fields')
  const name = useFieldName()
  const known = fields.find((f) => f.path === row.field)
  const chooseField = (path: string | null) => {
    const next = fields.find((f) => f.path === path)
    if (next) onChange({ ...row, field: next.path, op: firstOp(next.field), value: null })
  }
  return (
    <div className={css.line}>
      {lead}
      <Select
        className={css.field}
        width="auto"
        aria-label={t('builder.field')}
        searchable
        options={fields.map((f) => ({ value: f.path, label: name(f), search: `${name(f)} ${f.path}` }))}
        value={row.field}
        onChange={chooseField}
      />
      <Select
        className={css.op}
        width="auto"
        aria-label={t('builder.operator')}
        options={(known?.field.operators ?? [row.op]).map((op) => ({
          value: op,
          label: ops(`op.${op}` as Key<'fields'>),
        }))}
        value={row.op}
        onChange={(op) => op && onChange({ ...row, op, value: valueFor(op, row) })}
      />
      <span className={css.value}>
        {known && !needsNoValue(row.op) && (
          <FieldOperand
            field={known.field}
            op={row.op}
            value={row.value}
            settled={known.settled}
            onChange={(value) => onChange({ ...row, value })}
          />
        )}
      </span>
      <IconButton icon="close" size="small" tone="quiet" label={t('builder.removeRow')} onClick={onRemove} />
    </div>
  )
}

type GroupProps = {
  lead: ReactNode
  group: GroupModel
  fields: FilterField[]
  onChange: (group: GroupModel) => void
  onRemove: () => void
  blank: (id: number) => RowModel
}

export function FilterGroup({ lead, group, fields, onChange, onRemove, blank }: GroupProps) {
  const t = useText('list')
  const put = (rows: GroupModel['rows']) => onChange({ ...group, rows })
  const remove = (id: number) => {
    const rows = group.rows.filter((r) => r.id !== id)
    if (rows.length) put(rows)
    else onRemove()
  }
  const toggle = () => onChange({ ...group, join: group.join === 'and' ? 'or' : 'and' })
  const nextId = Math.max(group.id * 1000, ...group.rows.map((r) => r.id)) + 1
  return (
    <>
      <div className={css.line}>
        {lead}
        <button type="button" className="link-button" onClick={toggle} title={t('builder.toggleJoin')}>
          {t(group.join === 'or' ? 'builder.anyOf' : 'builder.allOf')}
        </button>
        <span className={css.space} />
        <IconButton icon="close" size="small" tone="quiet" label={t('builder.removeRow')} onClick={onRemove} />
      </div>
      <div className={css.group}>
        {group.rows.map((row, i) => {
          const word = <span className={css.lead}>{i === 0 ? '' : t(`builder.${group.join}`)}</span>
          if (row.kind === 'named')
            return <Named key={row.id} lead={word} name={row.name} onRemove={() => remove(row.id)} />
          return row.kind === 'opaque' ? (
            <Opaque key={row.id} lead={word} onRemove={() => remove(row.id)} />
          ) : (
            <FilterLine
              key={row.id}
              lead={word}
              row={row}
              fields={fields}
              onChange={(next) => put(group.rows.map((r) => (r.id === next.id ? next : r)))}
              onRemove={() => remove(row.id)}
            />
          )
        })}
        <Button
          size="small"
          look="text"
          icon="plus"
          className={css.add}
          onClick={() => put([...group.rows, blank(nextId)])}
        >
          {t('builder.addRow')}
        </Button>
      </div>
    </>
  )
}

/** A group under its name. */
export function Named({ lead, name, onRemove }: { lead: ReactNode; name: string; onRemove: () => void }) {
  const t = useText('list')
  return (
    <div className={css.line}>
      {lead}
      <span>{useNamed()(name)}</span>
      <span className={css.space} />
      <IconButton icon="close" size="small" tone="quiet" label={t('builder.removeRow')} onClick={onRemove} />
    </div>
  )
}

const NAMES = [
  'leaking',
  'leaking_unowned',
  'leaking_overdue',
  'leaking_no_next_step',
  'leaking_stalled',
  'leaking_silent',
  'leaking_ending',
  'leaking_orphaned',
  'stalled',
]

/** What a named group is called here; a name nobody knows stands for conditions that cannot be shown. */
export function useNamed(): (name: string) => string {
  const t = useText('list')
  return (name) => (NAMES.includes(name) ? t(`named.${name}` as Key<'list'>) : t('builder.advanced'))
}

export function Opaque({ lead, onRemove }: { lead: ReactNode; onRemove: () => void }) {
  const t = useText('list')
  return (
    <div className={css.line}>
      {lead}
      <span className="t2">{t('builder.advanced')}</span>
      <span className={css.space} />
      <IconButton icon="close" size="small" tone="quiet" label={t('builder.removeRow')} onClick={onRemove} />
    </div>
  )
}

/** 行业, or 客户的行业 for a field behind a relation. */
export function useFieldName(): (f: FilterField) => string {
  const t = useText('list')
  const fmt = useFormat()
  return (f) =>
    f.through
      ? t('builder.of', { owner: fmt.words(f.through.label), field: fmt.words(f.field.label) })
      : fmt.words(f.field.label)
}
