// What makes a form one of tasks: which of its fields plays which part (the trait `task`).
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, FieldError, Select, Switch } from '@/ui'
import { shownFields } from '../model/paths'
import { problemsOf } from '../model/problems'
import type { FormDef } from '../model/types'
import { useBench } from '../sight'
import css from './Settings.module.css'

const SLOTS = [
  ['assignee', ['person']],
  ['due_at', ['datetime']],
  ['done_at', ['datetime']],
  ['about', ['relation']],
  ['remind', ['choices', 'choice']],
  ['repeat', ['choice']],
  ['repeat_every', ['number']],
  ['repeat_until', ['date']],
  ['checklist', ['detail']],
  ['progress', ['formula', 'text']],
  ['handed_by', ['person']],
] as const
const NEEDED: readonly string[] = ['assignee', 'due_at', 'done_at']

export function TaskPart() {
  const t = useText('designer')
  const { form, edit, keeping } = useBench()
  const slots = form.traits?.['task']
  const put = (task: { [slot: string]: string } | null) =>
    edit((f) => {
      const { task: _, ...others } = f.traits ?? {}
      return { ...f, traits: task ? { ...others, task } : others }
    })
  return (
    <section className={css.card}>
      <h2>{t('task.title')}</h2>
      <label className={css.switch}>
        <span>
          {t('task.on')}
          <span className="caption">{t('task.hint')}</span>
        </span>
        <Switch checked={Boolean(slots)} onChange={(on) => put(on ? guessed(form) : null)} aria-label={t('task.on')} />
      </label>
      {slots && <Slots slots={slots} put={put} />}
      <FieldError>{problemsOf(keeping.problems, 'traits.task')[0]?.detail}</FieldError>
    </section>
  )
}

type Props = { slots: { [slot: string]: string }; put: (slots: { [slot: string]: string }) => void }

function Slots({ slots, put }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const set = (slot: string, key: string | null) => {
    const { [slot]: _, ...others } = slots
    put(key ? { ...others, [slot]: key } : others)
  }
  return (
    <div className={css.two}>
      {SLOTS.map(([slot, kinds]) => (
        <Field
          key={slot}
          label={t(`task.slot.${slot}`)}
          required={NEEDED.includes(slot)}
          hint={slot === 'remind' || slot === 'repeat' ? t(`task.options.${slot}`) : undefined}
        >
          {(ids) => (
            <Select
              {...ids}
              clearable={!NEEDED.includes(slot)}
              value={slots[slot] ?? null}
              options={shownFields(form)
                .filter((x) => (kinds as readonly string[]).includes(x.kind))
                .map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
              onChange={(key) => set(slot, key)}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

/** The fields that fit what is needed, in their order. */
function guessed(form: FormDef): { [slot: string]: string } {
  const shown = shownFields(form)
  const person = shown.find((x) => x.kind === 'person')?.key
  const [due, done] = shown.filter((x) => x.kind === 'datetime').map((x) => x.key)
  return {
    ...(person ? { assignee: person } : {}),
    ...(due ? { due_at: due } : {}),
    ...(done ? { done_at: done } : {}),
  }
}
