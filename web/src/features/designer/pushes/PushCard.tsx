// One push: its name, for which records it is offered, its steps, and what happens to the record afterwards.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, FieldError, IconButton, Select, Switch } from '@/ui'
import { useBench } from '../sight'
import { changePush, newStep, removePush } from '../model/pushes'
import { problemsOf } from '../model/problems'
import { stagesOf } from '../model/stages'
import type { PushDef, PushStepDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { Sortable } from '../parts/Sortable'
import { WordsInput } from '../parts/WordsInput'
import { useProblemWords } from '../parts/problemWords'
import css from './Pushes.module.css'
import { PushSets } from './PushSets'
import { PushStepCard } from './PushStepCard'

export function PushCard({ push }: { push: PushDef }) {
  const t = useText('pushDesign')
  const d = useText('designer')
  const f = useFormat()
  const { edit, keeping, view } = useBench()
  const say = useProblemWords()
  const put = (change: Partial<PushDef>, run?: string) => edit((x) => changePush(x, push.key, change), run)
  const setStep = (key: string, next: PushStepDef, run?: string) =>
    put({ steps: push.steps.map((each) => (each.key === key ? next : each)) }, run)
  const name = f.words(push.label) || push.key
  const steps = push.steps
  const own = problemsOf(keeping.problems, `pushes.${push.key}`).filter(
    (p) => !p.field.startsWith(`pushes.${push.key}.steps.`),
  )
  return (
    <section className={css.push} aria-label={name} data-testid={`push-${push.key}`}>
      <div className={css.head}>
        <WordsInput
          label={t('name')}
          value={push.label}
          onChange={(label) => put({ label }, `push.${push.key}.label`)}
        />
        <IconButton
          icon="trash"
          size="small"
          label={d('removeNamed', { name })}
          onClick={() => edit((x) => removePush(x, push.key))}
        />
      </div>
      {own.map((p, i) => (
        <FieldError key={i}>{say(p)}</FieldError>
      ))}
      <div className={css.two}>
        <Field label={t('when')}>
          {() => (
            <ConditionInput
              form={view}
              label={t('when')}
              empty={d('always')}
              value={push.when ?? null}
              onChange={(when) => put({ when })}
            />
          )}
        </Field>
        <Field label={t('hint')}>
          {(ids) => (
            <WordsInput
              id={ids.id}
              label={t('hint')}
              value={push.hint ?? {}}
              onChange={(hint) => put({ hint }, `push.${push.key}.hint`)}
            />
          )}
        </Field>
      </div>
      <Sortable
        items={steps}
        keyOf={(step) => step.key}
        nameOf={(step) => f.words(step.label ?? {}) || step.key}
        onMove={(key, before) => put({ steps: movedStep(steps, key, before) })}
      >
        {(step, grip, index) => (
          <PushStepCard
            push={push}
            step={step}
            grip={grip}
            number={index + 1}
            onChange={(next, run) => setStep(step.key, next, run)}
            onRemove={() => put({ steps: steps.filter((each) => each.key !== step.key) })}
          />
        )}
      </Sortable>
      <span>
        <Button
          size="small"
          look="text"
          icon="plus"
          onClick={() => put({ steps: [...steps, newStep(steps.map((x) => x.key))] })}
        >
          {t('addStep')}
        </Button>
      </span>
      <After push={push} put={put} />
    </section>
  )
}

function movedStep(steps: PushStepDef[], key: string, before: string | null): PushStepDef[] {
  const moving = steps.filter((x) => x.key === key)
  const rest = steps.filter((x) => x.key !== key)
  const at = before === null ? rest.length : rest.findIndex((x) => x.key === before)
  return [...rest.slice(0, at), ...moving, ...rest.slice(at)]
}

type AfterProps = { push: PushDef; put: (change: Partial<PushDef>, run?: string) => void }

/** What happens to the record that was pushed: it stays, linked with what it became. */
function After({ push, put }: AfterProps) {
  const t = useText('pushDesign')
  const f = useFormat()
  const { form } = useBench()
  const stages = stagesOf(form)
  return (
    <>
      {stages.length > 0 && (
        <Field label={t('stage')}>
          {(ids) => (
            <Select
              {...ids}
              clearable
              placeholder={t('noStage')}
              value={push.stage ?? null}
              options={stages.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
              onChange={(stage) => put({ stage: stage ?? null })}
            />
          )}
        </Field>
      )}
      <PushSets push={push} put={put} />
      <div className={css.switches}>
        {push.stage && (
          <label className={css.switch}>
            <Switch
              checked={push.demands !== false}
              onChange={(demands) => put({ demands })}
              aria-label={t('demands')}
            />
            {t('demands')}
          </label>
        )}
        <label className={css.switch}>
          <Switch checked={push.again === true} onChange={(again) => put({ again })} aria-label={t('again')} />
          {t('again')}
        </label>
      </div>
    </>
  )
}
