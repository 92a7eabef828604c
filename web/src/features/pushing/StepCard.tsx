// One record of a push: a new one, one that is there, or none; its values, and who looks like it.
import { useFormat } from '@/core/format'
import type { PushPlan, PushStep, Use } from '@/core/pushing'
import type { Form, Id, Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Field, FieldError, Segmented } from '@/ui'
import css from './pushing.module.css'
import type { PushState } from './pushState'
import { StepFields } from './StepFields'
import { StepTwins } from './StepTwins'

type Props = { number: number; form: Form | undefined; plan: PushPlan; step: PushStep; state: PushState }

export function StepCard({ number, form, plan, step, state }: Props) {
  const t = useText('pushing')
  const f = useFormat()
  const name = f.words(step.label)
  const pick = (use: Use, id: Id | null = null) => state.choose(step.key, { use, id })
  const uses = usesOf(step)
  const general = state.problems(step.key).filter((p) => !p.field || p.field === 'id' || p.field === 'use')
  return (
    <section
      className={[css.card, step.use === 'skip' ? css.off : ''].join(' ')}
      aria-label={name}
      data-testid={`push-step-${step.key}`}
    >
      <header className={css.head}>
        <h3>
          <span className={css.number} aria-hidden>
            {number}
          </span>
          {name}
        </h3>
        {uses.length > 1 ? (
          <Segmented
            size="small"
            aria-label={t('how', { name })}
            value={step.use}
            options={uses.map((use) => ({
              value: use,
              label: t(`use.${use}`),
              disabled: use === 'new' && step.lacks !== null,
            }))}
            onChange={(use) => pick(use, use === 'existing' ? step.proposed : null)}
          />
        ) : (
          <span className="caption">{t(`use.${step.use}`)}</span>
        )}
      </header>
      {step.use !== 'skip' && (
        <div className={css.body}>
          {step.lacks && step.mode !== 'find' && (
            <p className="caption">{t('lacks', { form: f.words(step.form_label) })}</p>
          )}
          {step.use === 'existing' && <Existing step={step} onPick={(id) => pick('existing', id)} />}
          <StepTwins step={step} onUse={step.mode === 'create' ? null : (id) => pick('existing', id)} />
          {form && (step.use === 'new' || step.id !== null) && (
            <StepFields form={form} plan={plan} step={step} state={state} />
          )}
          {general.map((p) => (
            <FieldError key={p.code}>{p.detail}</FieldError>
          ))}
          {step.left.length > 0 && <p className="caption">{t('left', { count: step.left.length })}</p>}
        </div>
      )}
    </section>
  )
}

function usesOf(step: PushStep): Use[] {
  const must: Use[] = step.mode === 'create' ? ['new'] : step.mode === 'find' ? ['existing'] : ['new', 'existing']
  return step.optional ? [...must, 'skip'] : must
}

function Existing({ step, onPick }: { step: PushStep; onPick: (id: Id | null) => void }) {
  const t = useText('pushing')
  const f = useFormat()
  const value: Ref | null = step.id === null ? null : { id: step.id, title: step.title ?? '' }
  return (
    <Field label={t('which', { form: f.words(step.form_label) })} required>
      {(ids) => (
        <Picker
          id={ids.id}
          from={{ records: step.form }}
          value={value}
          placeholder={t('choose')}
          onChange={(ref) => onPick(ref?.id ?? null)}
        />
      )}
    </Field>
  )
}
