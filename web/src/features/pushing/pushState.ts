// What somebody makes of a push before saying yes: how each step goes, other values, and what the server said to it.
import { useRef, useState } from 'react'
import { fieldOf } from '@/core/forms'
import { isProblem, type FieldProblem } from '@/core/problem'
import {
  newPushKey,
  usePush,
  usePushPlan,
  type Choice,
  type Pushed,
  type PushBody,
  type PushPlan,
  type PushStep,
} from '@/core/pushing'
import { toast } from '@/core/toasts'
import type { Form, Id, Value } from '@/core/types'
import { overtakenBy } from '@/features/kanban/gate'
import { writeOne } from '@/kinds/write'

type Values = { [key: string]: Value }
type Typed = { [step: string]: Values }

export const SOURCE = 'source'

export type PushState = {
  plan: PushPlan | undefined
  loading: boolean
  /** What is shown is not yet what was chosen last. */
  behind: boolean
  failed: unknown
  retry: () => void
  choose: (step: string, choice: Choice) => void
  typed: (step: string) => Values
  put: (step: string, key: string, value: Value) => void
  problems: (step: string) => FieldProblem[]
  refusal: string
  busy: boolean
  submit: (forms: Form[]) => void
  done: Pushed | null
}

export function usePushState(form: string, id: Id, push: string): PushState {
  const [choices, setChoices] = useState<{ [step: string]: Choice }>({})
  const [typed, setTyped] = useState<Typed>({})
  const [errors, setErrors] = useState<FieldProblem[]>([])
  const [refusal, setRefusal] = useState('')
  const [done, setDone] = useState<Pushed | null>(null)
  // One key for one body: what got no answer may have happened, and is not done twice.
  const sent = useRef({ text: '', key: '' })
  const open = { form, id, push }
  const plan = usePushPlan(open, choices)
  // What was typed for the record itself is built on what was seen then: a change by somebody else is told.
  const [begun, setBegun] = useState<number | null>(null)
  const run = usePush(open)
  const drop = (step: string, field?: string) =>
    setErrors((now) => now.filter((e) => !(field ? e.field === `${step}.${field}` : e.field.startsWith(`${step}.`))))
  const submit = (forms: Form[]) => {
    if (!plan.data || plan.isPlaceholderData) return
    setRefusal('')
    const body = bodyOf(plan.data, typed, forms, begun ?? plan.data.version)
    const text = JSON.stringify(body)
    if (sent.current.text !== text) sent.current = { text, key: newPushKey() }
    run.mutate(
      { body, key: sent.current.key },
      {
        onSuccess: (told) => {
          setDone(told)
          told.warnings.forEach(({ message }) => toast({ text: message }))
        },
        onError: (e) => {
          if (!isProblem(e)) return setRefusal(String(e))
          if (e.status >= 400 && e.status < 500) sent.current = { text: '', key: '' } // refused: asked anew
          setErrors(e.errors)
          const said = Array.isArray(e.params.messages) ? e.params.messages.map(String) : []
          setRefusal(said.length > 0 ? said.join('\n') : e.message)
          setBegun((now) => overtakenBy(e) ?? now)
          if (e.code === 'push.done') void plan.refetch()
        },
      },
    )
  }
  return {
    plan: plan.data,
    loading: plan.isPending,
    behind: plan.isPlaceholderData,
    failed: plan.isError && !plan.data ? plan.error : null,
    retry: () => void plan.refetch(),
    choose: (step, choice) => {
      setChoices((now) => ({ ...now, [step]: choice }))
      setTyped((now) => ({ ...now, [step]: choice.use === 'new' ? (now[step] ?? {}) : {} }))
      drop(step)
    },
    typed: (step) => typed[step] ?? {},
    put: (step, field, value) => {
      setTyped((now) => ({ ...now, [step]: { ...now[step], [field]: value } }))
      if (step === SOURCE) setBegun((now) => now ?? plan.data?.version ?? null)
      drop(step, field)
    },
    problems: (step) =>
      errors
        .filter((e) => e.field === step || e.field.startsWith(`${step}.`))
        .map((e) => ({ ...e, field: e.field.slice(step.length + 1).split('.')[0] ?? '' })),
    refusal,
    busy: run.isPending,
    submit,
    done,
  }
}

/** What is sent: how every step goes, and only what somebody typed. */
function bodyOf(plan: PushPlan, typed: Typed, forms: Form[], version: number | null): PushBody {
  const written = (key: string, values: Values = {}): Values => {
    const form = forms.find((x) => x.key === key)
    return Object.fromEntries(
      Object.entries(values).map(([field, v]) => [field, writeOne(form && fieldOf(form, field), v)]),
    )
  }
  const one = (step: PushStep) => ({
    use: step.use,
    ...(step.use === 'existing' ? { id: step.id } : {}),
    values: step.use === 'skip' ? {} : written(step.form, typed[step.key]),
  })
  return {
    steps: Object.fromEntries(plan.steps.map((step) => [step.key, one(step)])),
    source: written(forms[0]?.key ?? '', typed[SOURCE]),
    version,
  }
}
