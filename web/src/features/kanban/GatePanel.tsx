// What a stage still asks for, under the dropped card: just the missing fields, put back or complete and move.
import { useState } from 'react'
import { titleOf } from '@/core/titles'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { Form, Row, Stage } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Button, Field } from '@/ui'
import css from './Board.module.css'

type Props = {
  form: Form
  row: Row
  stage: Stage
  fields: string[]
  notes?: string[]
  busy: boolean
  error: unknown
  onBack: () => void
  onComplete: (values: { [key: string]: unknown }) => void
}

export function GatePanel({ form, row, stage, fields, notes = [], busy, error, onBack, onComplete }: Props) {
  const t = useText('kanban')
  const f = useFormat()
  const [values, setValues] = useState<{ [key: string]: unknown }>({})
  const asked = fields.map((key) => fieldOf(form, key)).filter((field) => field !== undefined)
  const problem = isProblem(error) ? error : null
  const complete = asked.every((field) => filled(values[field.key] ?? row[field.key]))
  return (
    <form
      className={css.gate}
      aria-label={t('gate', { stage: f.words(stage.label), count: asked.length })}
      onSubmit={(e) => {
        e.preventDefault()
        onComplete(values)
      }}
    >
      <b>
        {asked.length
          ? t('gate', { stage: f.words(stage.label), count: asked.length })
          : t('gateRule', { stage: f.words(stage.label) })}
      </b>
      <span className="caption">{titleOf(row)}</span>
      {asked.map((field) => (
        <Field
          key={field.key}
          label={f.words(field.label)}
          error={values[field.key] === undefined ? undefined : problem?.of(field.key)}
          required
        >
          {(ids) => (
            <FieldEditor
              field={field}
              value={values[field.key] ?? row[field.key] ?? null}
              onChange={(value) => setValues({ ...values, [field.key]: value })}
              ids={ids}
            />
          )}
        </Field>
      ))}
      {notes.map((note) => (
        <p key={note} className="caption">
          {note}
        </p>
      ))}
      {problem && !asked.length && <p role="alert">{problem.message}</p>}
      <div className={css.gateFoot}>
        <Button onClick={onBack}>{t('putBack')}</Button>
        <Button look="primary" type="submit" loading={busy} disabled={!complete}>
          {t('completeAndMove')}
        </Button>
      </div>
    </form>
  )
}

const filled = (v: unknown): boolean =>
  v !== null && v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0)
