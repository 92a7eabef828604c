// What the record itself still lacks for the stage that the push brings it to.
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Field, FieldError } from '@/ui'
import css from './pushing.module.css'
import { SOURCE, type PushState } from './pushState'

export function SourceCard({ form, asks, state }: { form: Form; asks: string[]; state: PushState }) {
  const t = useText('pushing')
  const f = useFormat()
  const problems = state.problems(SOURCE)
  const keys = [...new Set([...asks, ...problems.map((p) => p.field)])]
  const fields = keys.map((key) => fieldOf(form, key)).filter((field) => field !== undefined)
  return (
    <section className={css.card} aria-label={t('source')}>
      <header className={css.head}>
        <h3>{t('source', { form: f.words(form.label) })}</h3>
      </header>
      <div className={css.body}>
        <div className={css.grid}>
          {fields.map((field) => (
            <Field
              key={field.key}
              label={f.words(field.label)}
              required
              error={problems.find((p) => p.field === field.key)?.detail}
            >
              {(ids) => (
                <FieldEditor
                  field={field}
                  form={form}
                  value={state.typed(SOURCE)[field.key] ?? null}
                  onChange={(value) => state.put(SOURCE, field.key, value)}
                  ids={ids}
                />
              )}
            </Field>
          ))}
        </div>
        {problems
          .filter((p) => !fieldOf(form, p.field))
          .map((p) => (
            <FieldError key={p.code}>{p.detail}</FieldError>
          ))}
      </div>
    </section>
  )
}
