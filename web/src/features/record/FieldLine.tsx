// One field: label left, value right, click to edit; a stale edit shows both values and lets one choose.
import { useEffect, useState } from 'react'
import { may } from '@/core/forms'
import { get } from '@/core/http'
import { useFormat } from '@/core/format'
import { isProblem, type Problem } from '@/core/problem'
import { useChange } from '@/core/records'
import { goneFrom, ruled, type Ruling, type Values } from '@/core/rules'
import { toast } from '@/core/toasts'
import type { Field, Form, Row, Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell, FieldEditor, isEmpty, kindOf, maskOf, toWrite } from '@/kinds'
import { Button, FieldError } from '@/ui'
import { linkedTo, RuleNotes } from '@/features/record-form'
import { Companions, neededBy } from './Companions'
import { useRecordRules } from './RecordRules'
import css from './Record.module.css'

type Props = { form: Form; row: Row; field: Field }

type Draft = { value: Value; base: Row; more: Values }

export function FieldLine({ form, row, field: plain }: Props) {
  const t = useText('record')
  const l = useText('list')
  const f = useFormat()
  const { ruling, judge, drafts, report, keep } = useRecordRules()
  // What was there when editing began: a live update meanwhile must not turn a stale edit into a fresh one.
  const [draft, setDraft] = useState<Draft | null>(null)
  const [theirs, setTheirs] = useState<Row | null>(null)
  const change = useChange(form.key)
  const label = f.words(plain.label)
  const value = draft ? draft.value : (row[plain.key] ?? null)
  const field = ruled(plain, ruling, value)
  const editable =
    !field.readonly &&
    maskOf(row[plain.key]) === null &&
    Boolean(kindOf(field.kind)?.Editor) &&
    (row._may ? row._may.includes('change') : may(form, 'change'))
  const problem = isProblem(change.error) ? change.error : null
  const key = field.key
  useReported(key, draft, report)
  const editing = draft !== null
  useEffect(() => {
    keep(key, editing)
    return () => keep(key, false)
  }, [key, editing, keep])
  const neededFor = (now: Ruling) =>
    draft ? neededBy(form, now, { ...row, ...draft.more }, key, Object.keys(draft.more)) : []
  const needed = neededFor(ruling)
  const save = (next: Value, version?: number) => {
    const base = draft?.base ?? row
    if (version === undefined && same(next, base[key])) return setDraft(null)
    // Picking saves in the same moment: what the value calls for is judged before it is drawn.
    const asked = neededFor(judge({ ...row, ...drafts, ...draft?.more, [key]: next }, row))
    if (asked.some((each) => isEmpty(draft?.more[each.key]))) return
    const own = { ...Object.fromEntries(asked.map((each) => [each.key, draft?.more[each.key] ?? null])), [key]: next }
    const write = (values: Values, at: number) =>
      change.mutateAsync({ id: row.id, version: at, change: toWrite(form.fields, values) })
    const all = async () => {
      // What is linked is a proposal: without it the change is saved all the same.
      const linked = await linkedTo(form, { ...row, ...drafts, ...own }, key).catch(() => ({}))
      const written = { ...linked, ...own }
      const saved = await write(written, version ?? base.version)
      setDraft(null)
      const before = Object.fromEntries(Object.keys(written).map((each) => [each, base[each] ?? null]))
      toast({ text: t('changedField', { field: label }), undo: () => void write(before, saved.version) })
    }
    void all().catch(refused)
  }
  const refused = (e: unknown) => {
    if (isProblem(e) && e.status === 409) void get<Row>(`/records/${form.key}/${row.id}`).then(setTheirs)
  }
  const start = () => {
    change.reset()
    setTheirs(null)
    setDraft({ value: row[key] ?? null, base: row, more: {} })
  }
  const foreseen = !draft && key in ruling.filled && Object.keys(drafts).length > 0
  return (
    <div className={css.line} data-testid={`field-${key}`}>
      <span className={css.label} title={f.words(field.hint) || label}>
        {label}
        {ruling.required.has(key) && <span className="hot"> *</span>}
      </span>
      {draft ? (
        <div className={css.editing} onKeyDown={(e) => e.key === 'Escape' && setDraft(null)}>
          <FieldEditor
            field={field}
            form={form}
            value={draft.value}
            onChange={(v) => setDraft((now) => ({ more: {}, ...now, value: v, base: now?.base ?? row }))}
            onDone={(...given) => save(given.length ? given[0] : draft.value)}
            autoFocus
            size="small"
            ids={{ id: `f-${key}`, invalid: Boolean(problem) }}
            aria-label={label}
          />
          {needed.length > 0 && (
            <Companions
              form={form}
              fields={needed}
              values={draft.more}
              ruling={ruling}
              error={(each) => problem?.of(each)}
              onChange={(each, v) => setDraft({ ...draft, more: { ...draft.more, [each]: v } })}
              onSave={() => save(draft.value)}
            />
          )}
          {goneFrom(ruling, key, draft.value) && <FieldError>{l('form.notOffered')}</FieldError>}
          <RuleNotes ruling={ruling} />
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
            : problem && <FieldError>{problem.of(key) ?? problem.message}</FieldError>}
        </div>
      ) : foreseen ? (
        <span className={css.still}>
          <span className="ac">
            <FieldCell field={field} value={ruling.filled[key]} row={row} form={form} full />
          </span>
        </span>
      ) : (
        <FieldValue field={field} form={form} row={row} editable={editable} onEdit={start} />
      )}
    </div>
  )
}

const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b ?? null)

/** Tells the page what is being edited, and when that ends. */
function useReported(key: string, draft: Draft | null, report: (key: string, value: Value | undefined) => void) {
  useEffect(() => {
    if (!draft) return report(key, undefined)
    report(key, draft.value)
    for (const [each, value] of Object.entries(draft.more)) report(each, value)
    return () => Object.keys(draft.more).forEach((each) => report(each, undefined))
  }, [key, draft, report])
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
