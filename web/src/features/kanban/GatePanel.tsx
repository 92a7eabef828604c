// What a stage still asks for, beside the dropped card: just the missing fields, put back or complete and move.
import { useState, type FormEvent } from 'react'
import { useFormat } from '@/core/format'
import { isProblem, type Problem } from '@/core/problem'
import { goneFrom } from '@/core/rules'
import { titleOf } from '@/core/titles'
import type { Form, Row, Stage } from '@/core/types'
import { RuleNotes } from '@/features/record-form'
import { useText } from '@/i18n'
import { AtHand, FieldEditor } from '@/kinds'
import { Button, Field, FieldError, Icon, StageGlyph } from '@/ui'
import { overtakenBy, useGateFilling, type Gate } from './gate'
import css from './Gate.module.css'

export const GATE_WIDTH = 288

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
  const filling = useGateFilling(form, row, gate)
  const { asked, left, ruling } = filling
  const [tried, setTried] = useState(false)
  const problem = isProblem(error) ? error : null
  const name = f.words(stage.label)
  const title = asked.length ? t('gate', { stage: name, count: asked.length }) : t('gateRule', { stage: name })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (left.length === 0) onComplete(filling.written)
  }
  const isAsked = (key: string): boolean => asked.some((field) => field.key === key)
  return (
    <form className={css.gate} aria-label={title} onSubmit={submit} noValidate>
      <header>
        <b className={css.title}>
          <StageGlyph probability={stage.probability ?? 0} type={stage.type} /> {title}
        </b>
        <span className={`t2 ellipsis ${css.whose}`}>{titleOf(row)}</span>
      </header>
      <AtHand value={{ ...row, ...filling.values } as Row}>
        {asked.map((field) => (
          <Field
            key={field.key}
            label={f.words(field.label)}
            required={field.required}
            error={
              refusal(field.key) ??
              ruledOut(field.key) ??
              (tried && left.includes(field) ? t('gateMissing') : undefined)
            }
          >
            {(ids) => (
              <FieldEditor
                field={field}
                form={form}
                value={filling.values[field.key] ?? null}
                onChange={(value) => filling.put(field.key, value)}
                disabled={field.readonly}
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
      <RuleNotes ruling={{ ...ruling, refusals: ruling.refusals.filter(({ fields }) => !fields.some(isAsked)) }} />
      {problem && problem.code !== 'stage.gate' && !asked.some((a) => problem.of(a.key)) && (
        <FieldError>{problem.message}</FieldError>
      )}
      {overtakenBy(error) !== null && <p className="t2">{t('again')}</p>}
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
    const by = problem?.errors.find((e) => e.field === key)?.params?.['by'] as { title?: string } | undefined
    if (by?.title) return t('overtaken', { name: by.title })
    return filling.given(key) ? saidOf(problem, key) : undefined
  }

  /** What rules say of the value as it is now. */
  function ruledOut(key: string): string | undefined {
    if (goneFrom(ruling, key, filling.values[key])) return t('gateGone')
    const refused = ruling.refusals.find((said) => said.fields.includes(key))
    return refused && f.words(refused.message)
  }
}

const MISSING = ['stage.field_missing', 'fields.required']

const saidOf = (problem: Problem | null, key: string): string | undefined =>
  problem?.errors.find((e) => e.field === key && !MISSING.includes(e.code))?.detail
