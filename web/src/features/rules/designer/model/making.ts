// What a new rule and a new step begin with: as much as can be known, so that most need one more choice at most.
import type { Form } from '@/core/types'
import type { Definition, Step, Trigger } from './types'

const dateOf = (form: Form | undefined): string => form?.fields.find((f) => f.kind === 'date')?.key ?? ''

export function newTrigger(kind: string, form: Form | undefined): Trigger {
  const begun: { [kind: string]: object } = {
    date: { field: dateOf(form), offset: -1, unit: 'days', at: '09:00' },
    silence: { amount: 24, unit: 'hours' },
    cron: { at: '0 9 * * *' },
    changed: { fields: [] },
    entered_stage: { stages: [] },
    left_stage: { stages: [] },
    button: { label: {} },
  }
  return { kind, ...begun[kind] }
}

export const newDefinition = (kind: string, form: Form | undefined): Definition => ({
  trigger: newTrigger(kind, form),
  when: null,
  steps: [],
  runs_as: 'owner',
})

const MAKERS = new Set(['create_record', 'create_task'])

/** `taken`: the names of the steps that have one, for those whose record later steps may point at. */
export function newStep(action: string, form: Form | undefined, taken: string[]): Step {
  const owner = form?.owned ? [{ field: 'owner' }] : []
  const begun: { [action: string]: object } = {
    notify: { people: owner, text: '' },
    create_task: { title: '', people: owner, due: 1, working: true },
    update_record: { values: {} },
    create_record: { form: '', values: {} },
    link: { field: '', to: '' },
    move_stage: { stage: '' },
    assign: { to: [] },
    comment: { text: '', mentions: [] },
    push: { push: form?.pushes?.[0]?.key ?? '' },
    tag: { field: form?.fields.find((f) => f.kind === 'tags')?.key ?? '', add: [] },
    mail: { people: owner, subject: '', text: '' },
    sms: { people: owner, text: '' },
    im: { text: '' },
    webhook: { body: {} },
    wait: { amount: 1, unit: 'days' },
    branch: { if: null, ...Object.fromEntries(['then', 'else'].map((block) => [block, []])) },
    for_each: { form: '', filter: null, steps: [] },
  }
  const step: Step = { do: action, ...begun[action] }
  return MAKERS.has(action) ? { ...step, id: freeName(action === 'create_task' ? 'task' : 'record', taken) } : step
}

function freeName(base: string, taken: string[]): string {
  let n = 1
  while (taken.includes(`${base}_${n}`)) n += 1
  return `${base}_${n}`
}

/** A copy: what it makes gets a name of its own, inside it, too. */
export function copyOf(step: Step, taken: string[]): Step {
  const used = [...taken]
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed)
    if (typeof value !== 'object' || value === null) return value
    const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each)]))
    if (!('do' in copy) || typeof copy.id !== 'string') return copy
    copy.id = freeName(copy.id.replace(/_\d+$/, ''), used)
    used.push(copy.id as string)
    return copy
  }
  return renamed(step) as Step
}
