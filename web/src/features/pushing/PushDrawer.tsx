// On one screen what a push will make, each record with values to look through, and then what came of it.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { PushPlan } from '@/core/pushing'
import type { Form, Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Drawer, ErrorState, SkeletonRows } from '@/ui'
import { PushResult } from './PushResult'
import { SourceCard } from './SourceCard'
import { StepCard } from './StepCard'
import css from './pushing.module.css'
import { SOURCE, usePushState, type PushState } from './pushState'

type Props = { form: Form; open: { id: Id; push: string }; onClose: () => void }

export function PushDrawer({ form, open, onClose }: Props) {
  const t = useText('pushing')
  const c = useText('common')
  const f = useFormat()
  const state = usePushState(form.key, open.id, open.push)
  const forms = useForms().data?.items ?? []
  const { plan, done } = state
  const became = done ?? plan?.done
  const ready = plan && !became && plan.offered && plan.may
  const name = f.words(plan?.label)
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={name || t('title')}
      footer={
        ready ? (
          <>
            <Button onClick={onClose}>{c('cancel')}</Button>
            <Button
              look="primary"
              loading={state.busy}
              disabled={isOpen(plan) || state.behind}
              onClick={() => state.submit([form, ...forms.filter((x) => x.key !== form.key)])}
              data-testid="push-run"
            >
              {name}
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose}>
            {t('close')}
          </Button>
        )
      }
    >
      {state.loading && <SkeletonRows count={6} />}
      {Boolean(state.failed) && <ErrorState error={state.failed} retry={state.retry} compact />}
      {plan && !became && !plan.offered && <p className="t2">{t('notOffered')}</p>}
      {plan && !became && plan.offered && !plan.may && <p className="t2">{t('mayNot')}</p>}
      {became && <PushResult form={form} done={became} fresh={done !== null} onClose={onClose} />}
      {ready && <Steps form={form} forms={forms} plan={plan} state={state} />}
      {state.refusal && !became && (
        <p role="alert" className={`hot ${css.note}`}>
          {state.refusal}
        </p>
      )}
    </Drawer>
  )
}

/** Whether a step still waits for somebody to choose a record. */
const isOpen = (plan: PushPlan): boolean => plan.steps.some((step) => step.use === 'existing' && step.id === null)

function Steps({ form, forms, plan, state }: { form: Form; forms: Form[]; plan: PushPlan; state: PushState }) {
  const f = useFormat()
  return (
    <>
      {f.words(plan.hint) && <p className={css.hint}>{f.words(plan.hint)}</p>}
      {plan.steps.map((step, i) => (
        <StepCard
          key={step.key}
          number={i + 1}
          form={forms.find((x) => x.key === step.form)}
          plan={plan}
          step={step}
          state={state}
        />
      ))}
      {(plan.asks.length > 0 || state.problems(SOURCE).length > 0) && (
        <SourceCard form={form} asks={plan.asks} state={state} />
      )}
    </>
  )
}
