// What a stage still asks for, beside the dropped card: just the missing fields, put back or complete and move.
import { useState, type FormEvent } from 'react'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem, type Problem } from '@/core/problem'
import { titleOf } from '@/core/titles'
import type { Form, Row, Stage } from '@/core/types'
import { useText } from '@/i18n'
import { AtHand, FieldEditor, isEmpty } from '@/kinds'
import { Button, Field, FieldError, Icon, StageGlyph } from '@/ui'
import css from './Gate.module.css'

export const GATE_WIDTH = 288

/** What a gate asks for: fields by key, and conditions in words that no field here can mend. */
export type Gate = { stage: string; fields: string[]; messages: string[] }

/** The gate in a refusal; null when the move was refused for another reason. */
export function gateOf(e: unknown): Gate | null {
  if (!isProblem(e) || e.code !== 'stage.gate') return null
  return { stage: String(e.params.stage), fields: texts(e.params.fields), messages: texts(e.params.messages) }
}

const texts = (v: unknown): string[] => (Array.isArray(v) ? v.map(String) : [])

type Props = {
  form: Form
  row: Row
  stage: Stage
  gate: Gate
  busy: boolean
  error: unknown
  onBack: () => void
  onComplete: (values: { [key: string]: unknown }) => void
}

export function GatePanel({ form, row, stage, gate, busy, error, onBack, onComplete }: Props) {
  const t = useText('kanban')
  const f = useFormat()
  const [values, setValues] = useState<{ [key: string]: unknown }>({})
  const [tried, setTried] = useState(false)
  const asked = gate.fields.map((key) => fieldOf(form, key)).filter((field) => field !== undefined)
  const valueOf = (key: string): unknown => values[key] ?? row[key] ?? null
  const left = asked.filter((field) => isEmpty(valueOf(field.key)))
  const problem = isProblem(error) ? error : null
  const name = f.words(stage.label)
  const title = asked.length ? t('gate', { stage: name, count: asked.length }) : t('gateRule', { stage: name })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (left.length === 0) onComplete(values)
  }
  return (
    <form className={css.gate} aria-label={title} onSubmit={submit} noValidate>
      <header>
        <b className={css.title}>
          <StageGlyph probability={stage.probability ?? 0} type={stage.type} /> {title}
        </b>
        <span className={`t2 ellipsis ${css.whose}`}>{titleOf(row)}</span>
      </header>
      <AtHand value={{ ...row, ...values } as Row}>
        {asked.map((field) => (
          <Field
            key={field.key}
            label={f.words(field.label)}
            error={refusal(field.key) ?? (tried && left.includes(field) ? t('gateMissing') : undefined)}
          >
            {(ids) => (
              <FieldEditor
                form={form}
                field={field}
                value={valueOf(field.key)}
                onChange={(value) => setValues((now) => ({ ...now, [field.key]: value }))}
                ids={ids}
              />
            )}
          </Field>
        ))}
      </AtHand>
      {gate.messages.map((note) => (
        <p key={note} className={`t2 ${css.note}`}>
          <Icon name="lock" size={14} /> {note}
        </p>
      ))}
      {problem && problem.code !== 'stage.gate' && !asked.some((a) => problem.of(a.key)) && (
        <FieldError>{problem.message}</FieldError>
      )}
      <footer>
        <Button onClick={onBack}>{t('putBack')}</Button>
        {asked.length > 0 && (
          <Button look="primary" type="submit" loading={busy}>
            {t('completeAndMove')}
          </Button>
        )}
      </footer>
    </form>
  )

  /** What the server said about a value given here; before any was given it only says that it is missing. */
  function refusal(key: string): string | undefined {
    return values[key] === undefined ? undefined : saidOf(problem, key)
  }
}

const saidOf = (problem: Problem | null, key: string): string | undefined =>
  problem?.errors.find((e) => e.field === key && e.code !== 'stage.field_missing')?.detail
