// One cell: shown, edited in place, refused or in conflict.
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { titleOf } from '@/core/titles'
import { may } from '@/core/forms'
import { recordRoute } from '@/core/routes'
import { underRules } from '@/core/rules'
import type { Field, Form, Row, Value } from '@/core/types'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { AtHand, FieldCell, FieldEditor, kindOf, maskOf } from '@/kinds'
import { HeatChip, Icon } from '@/ui'
import type { CellEdit, Typed } from './cellEdit'
import { ClashPanel } from './ClashPanel'
import { isSoft, type Column } from './columns'
import css from './Table.module.css'

type Props = {
  form: Form
  row: Row
  column: Column
  edit: CellEdit
  warm: boolean
  at: { row: number; col: number }
  active: boolean
}

export const isEditable = (form: Form, field: Field): boolean =>
  may(form, 'change') &&
  !field.readonly &&
  !kindOf(field.kind).block &&
  kindOf(field.kind).Editor !== undefined &&
  field.key !== form.title

export function Cell({ form, row, column, edit, warm, at, active }: Props) {
  const t = useText('list')
  const f = useFormat()
  const field = useMemo(() => underRules(form, column.field, row), [form, column.field, row])
  const key = { id: row.id, field: field.key }
  const editing = edit.editing?.id === row.id && edit.editing.field === field.key
  const editable =
    isEditable(form, field) && maskOf(row[field.key]) === null && (field.offers ?? []).every((of) => of in row)
  const pending = edit.pending(row.id, field.key)
  const refused = edit.refused?.key.id === row.id && edit.refused.key.field === field.key ? edit.refused.problem : null
  const clash = edit.clash?.key.id === row.id && edit.clash.key.field === field.key ? edit.clash : null
  const value = pending ? pending.value : row[field.key]
  const classes = [
    css.cell,
    column.right ? css.right : '',
    isSoft(form, field) ? css.soft : '',
    editable ? css.editable : '',
    editing ? css.editing : '',
    refused ? css.refused : '',
  ]
  return (
    <div
      role="gridcell"
      className={classes.join(' ')}
      data-cell={`${at.row}:${at.col}`}
      tabIndex={active ? 0 : -1}
      aria-label={editing ? t('editCell', { field: f.words(field.label) }) : undefined}
      onClick={editable && !editing ? () => edit.start(key) : undefined}
    >
      {editing ? (
        <InlineEditor
          form={form}
          field={field}
          row={row}
          begun={edit.typed({ value: value ?? null, base: row })}
          onType={edit.type}
          onSave={(v, base) => edit.save(base, field, v)}
          onCancel={edit.cancel}
        />
      ) : (
        <>
          <Shown form={form} row={row} field={field} value={value} warm={warm} />
          {editable && <Icon name="pencil" size={12} className={css.pencil ?? ''} />}
        </>
      )}
      {refused && (
        <span className={css.bubble} role="alert" onClick={(e) => e.stopPropagation()}>
          {refused.of(field.key) ?? refused.message}
          <button type="button" className="plain-button" onClick={edit.dismiss} aria-label={t('revert')}>
            <Icon name="close" size={12} />
          </button>
        </span>
      )}
      {clash && <ClashPanel field={field} form={form} clash={clash} onSettle={edit.settle} />}
    </div>
  )
}

type ShownProps = { form: Form; row: Row; field: Field; value: Value; warm: boolean }

/** The title links to the record; the date that leaks is shown as the heat that it is. */
function Shown({ form, row, field, value, warm }: ShownProps) {
  const c = useText('common')
  const heat = warm ? row.heat : null
  if (field.key === form.title) return <Title form={form} row={row} extra={heat && <HeatChip heat={heat} />} />
  if (heat && field.key === 'stage')
    return (
      <span className={css.pair}>
        <FieldCell form={form} row={row} field={field} value={value} />
        <HeatChip heat={heat} />
      </span>
    )
  if (heat) return <HeatChip heat={heat} {...(heat.cause === 'no_next_step' ? { words: c('heat.none') } : {})} />
  return <FieldCell form={form} row={row} field={field} value={value} />
}

function Title({ form, row, extra }: { form: Form; row: Row; extra: ReactNode }) {
  const { search } = useLocation()
  return (
    <span className={css.pair}>
      <Link to={recordRoute(form.key, row.id)} state={{ list: search }} className={`${css.title} ellipsis`}>
        {titleOf(row) || `#${row.id}`}
      </Link>
      {extra}
    </span>
  )
}

type EditorProps = {
  form: Form
  field: Field
  row: Row
  /** Where typing goes on, or begins. */
  begun: Typed
  onType: (typed: Typed) => void
  /** `base`: the record as it was when editing began, so that a change by somebody else meanwhile is told. */
  onSave: (v: Value, base: Row) => void
  onCancel: () => void
}

function InlineEditor({ form, field, row, begun, onType, onSave, onCancel }: EditorProps) {
  const t = useText('list')
  const f = useFormat()
  const [value, setValue] = useState<Value>(begun.value)
  const [base] = useState(begun.base)
  const latest = useRef(value)
  const finished = useRef(false)
  const change = (v: Value) => {
    latest.current = v
    onType({ value: v, base })
    setValue(v)
  }
  // Picking fires onChange, onDone and onClose in one go: the first one that finishes counts.
  const done = (v?: Value) => {
    if (finished.current) return
    finished.current = true
    onSave(v === undefined ? latest.current : v, base)
  }
  return (
    <span
      className={css.editor}
      onKeyDown={(e) => {
        e.stopPropagation()
        if (e.key !== 'Escape') return
        finished.current = true
        onCancel()
      }}
    >
      <AtHand value={row}>
        <FieldEditor
          form={form}
          field={field}
          value={value}
          onChange={change}
          onDone={done}
          size="small"
          autoFocus
          aria-label={t('editCell', { field: f.words(field.label) })}
        />
      </AtHand>
    </span>
  )
}
