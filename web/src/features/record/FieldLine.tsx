// One field: label left, value right, click to edit; a stale edit shows both values and lets one choose.
import { useState } from 'react'
import { may } from '@/core/forms'
import { get } from '@/core/http'
import { useFormat } from '@/core/format'
import { isProblem, type Problem } from '@/core/problem'
import { useChange } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Field, Form, Row, Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell, FieldEditor, isEmpty, kindOf, toWrite } from '@/kinds'
import { Button, FieldError } from '@/ui'
import css from './Record.module.css'

type Props = { form: Form; row: Row; field: Field }

export function FieldLine({ form, row, field }: Props) {
  const t = useText('record')
  const f = useFormat()
  // What was there when editing began: a live update meanwhile must not turn a stale edit into a fresh one.
  const [draft, setDraft] = useState<{ value: Value; base: Row } | null>(null)
  const [theirs, setTheirs] = useState<Row | null>(null)
  const change = useChange(form.key)
  const label = f.words(field.label)
  const editable =
    !field.readonly &&
    Boolean(kindOf(field.kind)?.Editor) &&
    (row._may ? row._may.includes('change') : may(form, 'change'))
  const problem = isProblem(change.error) ? change.error : null
  const save = (value: Value, version?: number) => {
    const base = draft?.base ?? row
    if (version === undefined && JSON.stringify(value) === JSON.stringify(base[field.key] ?? null))
      return setDraft(null)
    const write = (v: Value, at: number) =>
      change.mutateAsync({ id: row.id, version: at, change: toWrite([field], { [field.key]: v }) })
    void write(value, version ?? base.version).then((saved) => {
      setDraft(null)
      toast({
        text: t('changedField', { field: label }),
        undo: () => void write(base[field.key] ?? null, saved.version),
      })
    }, refused)
  }
  const refused = (e: unknown) => {
    if (isProblem(e) && e.status === 409) void get<Row>(`/records/${form.key}/${row.id}`).then(setTheirs)
  }
  const start = () => {
    change.reset()
    setTheirs(null)
    setDraft({ value: row[field.key] ?? null, base: row })
  }
  return (
    <div className={css.line} data-testid={`field-${field.key}`}>
      <span className={css.label} title={f.words(field.hint) || label}>
        {label}
      </span>
      {draft ? (
        <div className={css.editing} onKeyDown={(e) => e.key === 'Escape' && setDraft(null)}>
          <FieldEditor
            field={field}
            form={form}
            value={draft.value}
            onChange={(value) => setDraft((now) => ({ value, base: now?.base ?? row }))}
            onDone={(...given) => save(given.length ? given[0] : draft.value)}
            autoFocus
            size="small"
            ids={{ id: `f-${field.key}`, invalid: Boolean(problem) }}
            aria-label={label}
          />
          {problem?.status === 409
            ? theirs && (
                <Conflict
                  problem={problem}
                  field={field}
                  form={form}
                  mine={draft.value}
                  theirs={theirs}
                  onMine={() => save(draft.value, theirs.version)}
                  onTheirs={() => setDraft(null)}
                />
              )
            : problem && <FieldError>{problem.of(field.key) ?? problem.message}</FieldError>}
        </div>
      ) : (
        <FieldValue field={field} form={form} row={row} editable={editable} onEdit={start} />
      )}
    </div>
  )
}

function FieldValue({ field, form, row, editable, onEdit }: Props & { editable: boolean; onEdit: () => void }) {
  const t = useText('record')
  const f = useFormat()
  const empty = isEmpty(row[field.key])
  if (!editable)
    return (
      <span className={css.still}>
        <FieldCell field={field} value={row[field.key]} row={row} form={form} full />
      </span>
    )
  return (
    <div
      role="button"
      tabIndex={0}
      className={css.value2}
      aria-label={t('editField', { field: f.words(field.label) })}
      onClick={(e) => !(e.target as HTMLElement).closest('a') && onEdit()}
      onKeyDown={(e) =>
        (e.key === 'Enter' || e.key === ' ') && e.target === e.currentTarget && (e.preventDefault(), onEdit())
      }
    >
      {empty ? (
        <span className="ac">{t('fill')}</span>
      ) : (
        <FieldCell field={field} value={row[field.key]} row={row} form={form} full />
      )}
    </div>
  )
}

type ConflictProps = {
  problem: Problem
  field: Field
  form: Form
  mine: Value
  theirs: Row
  onMine: () => void
  onTheirs: () => void
}

/** Somebody changed the same field meanwhile: both values, choose one. */
function Conflict({ problem, field, form, mine, theirs, onMine, onTheirs }: ConflictProps) {
  const t = useText('record')
  const told = problem.errors.find((x) => x.field === field.key)?.params ?? problem.params
  const by = told['by'] as { title?: string | null } | null | undefined
  return (
    <div className={css.conflict} role="alert">
      <b>{t('conflict')}</b>
      <p className="caption">{by?.title ? t('conflictBy', { name: by.title }) : problem.message}</p>
      <div className={css.both}>
        <Button size="small" onClick={onMine}>
          {t('keepMine')} <FieldCell field={field} value={mine} form={form} />
        </Button>
        <Button size="small" onClick={onTheirs}>
          {t('keepTheirs')} <FieldCell field={field} value={theirs[field.key]} row={theirs} form={form} />
        </Button>
      </div>
    </div>
  )
}
