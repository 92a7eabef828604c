// One step of a push: the form it leads to, a new record or one that is there, what is carried, and the lines.
import type { ReactNode } from 'react'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { FieldError, IconButton, Select } from '@/ui'
import { useBench } from '../sight'
import { leadTo } from '../model/pushes'
import { problemsOf } from '../model/problems'
import type { PushDef, PushStepDef } from '../model/types'
import { useProblemWords } from '../parts/problemWords'
import { MapBoard } from './MapBoard'
import { MapExtras } from './MapExtras'
import css from './Pushes.module.css'
import { StepWays } from './StepWays'

export type StepProps = {
  push: PushDef
  step: PushStepDef
  onChange: (step: PushStepDef, run?: string) => void
}

type Props = StepProps & { grip: ReactNode; number: number; onRemove: () => void }

export function PushStepCard({ push, step, grip, number, onChange, onRemove }: Props) {
  const t = useText('pushDesign')
  const f = useFormat()
  const { keeping, view } = useBench()
  const say = useProblemWords()
  const forms = useForms().data?.items ?? []
  const target = forms.find((x) => x.key === step.form)
  const name = f.words(step.label ?? {}) || f.words(target?.label) || t('step', { number })
  const problems = problemsOf(keeping.problems, `pushes.${push.key}.steps.${step.key}`)
  const earlier = push.steps.slice(0, push.steps.indexOf(step))
  return (
    <div className={css.step} role="group" aria-label={name} data-testid={`step-${step.key}`}>
      <div className={css.stepHead}>
        {grip}
        <span className={css.number} aria-hidden>
          {number}
        </span>
        <span className={css.grow}>
          <Select
            searchable
            aria-label={t('into')}
            placeholder={t('into')}
            value={step.form || null}
            options={forms.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
            onChange={(key) =>
              onChange(
                leadTo(
                  step,
                  key ?? '',
                  view,
                  forms.find((x) => x.key === key),
                ),
              )
            }
          />
        </span>
        <IconButton
          icon="trash"
          size="small"
          label={t('removeStep', { name })}
          disabled={push.steps.length === 1}
          onClick={onRemove}
        />
      </div>
      {problems.map((p, i) => (
        <FieldError key={i}>{say(p)}</FieldError>
      ))}
      {target && (
        <>
          <p className="caption">{t('boardHint')}</p>
          <MapBoard source={view} target={target} earlier={earlier} step={step} onChange={onChange} />
          <MapExtras source={view} target={target} step={step} onChange={onChange} />
          <StepWays target={target} step={step} onChange={onChange} />
        </>
      )}
    </div>
  )
}
