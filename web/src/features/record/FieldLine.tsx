// One field: label left, value right, click to edit; a stale edit shows both values and lets one choose.
import { useState } from 'react'
import { may } from '@/core/forms'
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
  const [draft, setDraft] = useState<{ value: Value } | null>(null)
  const change = useChange(form.key)
  const label = f.words(field.label)
  const editable = !field.readonly && Boolean(kindOf(field.kind)?.Editor) && (row._may ? row._may.includes('change') : may(form, 'change'))
  const problem = isProblem(change.error) ? change.error : null
  const save = (value: Value, version = row.version) => {
    if (JSON.stringify(value) === JSON.stringify(row[field.key] ?? null)) return setDraft(null)
    const write = (v: Value, at: number) => change.mutateAsync({ id: row.id, version: at, change: toWrite([field], { [field.key]: v }) })
    void write(value, version).then((saved) => {
      setDraft(null)
      toast({ text: t('changedField', { field: label }), undo: () => void write(row[field.key] ?? null, saved.version) })
    }, () => undefined)
  }
  const start = () => {
    change.reset()
    setDraft({ value: row[field.key] ?? null })
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
            onChange={(value) => setDraft({ value })}
            onDone={(...given) => save(given.length ? given[0] : draft.value)}
            autoFocus
            size="small"
            ids={{ id: `f-${field.key}`, invalid: Boolean(problem) }}
            aria-label={label}
          />
          {problem?.status === 409 ? (
            <Conflict problem={problem} field={field} form={form} mine={draft.value} onMine={(version) => save(draft.value, version)} onTheirs={() => setDraft(null)} />
          ) : (
            problem && <FieldError>{problem.of(field.key) ?? problem.message}</FieldError>
          )}
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
        <FieldCell field={field} value={row[field.key]} row={row} form={form} />
      </span>
    )
  return (
    <div
      role="button"
      tabIndex={0}
      className={css.value2}
      aria-label={t('editField', { field: f.words(field.label) })}
      onClick={(e) => !(e.target as HTMLElement).closest('a') && onEdit()}
      onKeyDown={(e) => (e.key === 'Enter' || e.key === ' ') && e.target === e.currentTarget && (e.preventDefault(), onEdit())}
    >
      {empty ? <span className="ac">{t('fill')}</span> : <FieldCell field={field} value={row[field.key]} row={row} form={form} />}
    </div>
  )
}

type ConflictProps = { problem: Problem; field: Field; form: Form; mine: Value; onMine: (version: number) => void; onTheirs: () => void }

/** Somebody changed the same field meanwhile: both values, choose one. */
function Conflict({ problem, field, form, mine, onMine, onTheirs }: ConflictProps) {
  const t = useText('record')
  const theirs = (problem.params.fields as { field: string; theirs: Value; by?: string }[] | undefined)?.find((x) => x.field === field.key)
  const version = Number(problem.params.version ?? 0)
  return (
    <div className={css.conflict} role="alert">
      <b>{t('conflict')}</b>
      <p className="caption">{theirs?.by ? t('conflictBy', { name: theirs.by }) : problem.message}</p>
      <div className={css.both}>
        <Button size="small" onClick={() => onMine(version)}>
          {t('keepMine')} <FieldCell field={field} value={mine} form={form} />
        </Button>
        <Button size="small" onClick={onTheirs}>
          {t('keepTheirs')} {theirs && <FieldCell field={field} value={theirs.theirs} form={form} />}
        </Button>
      </div>
    </div>
  )
}
