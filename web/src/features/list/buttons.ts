// The acts that rows and the bar over many can carry, by name, as far as form and person have them.
import { fieldOf, hasStages, may } from '@/core/forms'
import type { Form, LayoutElement, ViewDefinition } from '@/core/types'

export const LINKED = 'link:'
export const PRESSED = 'press:'
export const CLAIM = 'claim'
const OPENED = new Set(['link', 'phone', 'email', 'relation'])

/** The form's own buttons. */
export const buttonsOf = (form: Form): LayoutElement[] => (form.elements ?? []).filter((element) => element.press)

/** On rows: follow-up, stage, owner, what a field leads to, deleting last. `mine`: only what this person may do. */
export function rowActs(form: Form, mine = true): string[] {
  const able = (action: string) => !mine || may(form, action)
  const acts: string[] = []
  if (hasStages(form) || fieldOf(form, 'next_activity_at')) acts.push('log')
  if (hasStages(form) && able('change')) acts.push('stage')
  if (fieldOf(form, 'owner') && able('assign')) acts.push('assign')
  acts.push(
    ...form.fields
      .filter((field) => OPENED.has(field.kind) && field.options?.target !== '*')
      .map((field) => LINKED + field.key),
  )
  if (able('change')) acts.push(...buttonsOf(form).map((x) => PRESSED + x.key))
  if (able('delete')) acts.push('delete')
  return acts
}

/** Over many: what the bar offers where a view says nothing. */
export function bulkActs(form: Form, mine = true): string[] {
  const able = (action: string) => !mine || may(form, action)
  const acts: [string, boolean][] = [
    ['assign', able('assign') && fieldOf(form, 'owner') !== undefined],
    ['change', able('change')],
    ['stage', able('change') && hasStages(form)],
    ['export', able('export')],
    ['delete', able('delete')],
  ]
  const pressed = able('change') ? buttonsOf(form).map((x) => PRESSED + x.key) : []
  return [...acts.filter(([, there]) => there).map(([key]) => key), ...pressed]
}

export const rowButtons = (form: Form, definition: ViewDefinition): string[] => {
  const asked = definition.buttons?.row ?? []
  // Taking what nobody has is never a matter of the view.
  const taking = may(form, 'claim') && fieldOf(form, 'owner') ? [CLAIM] : []
  return [...taking, ...rowActs(form).filter((key) => asked.includes(key))]
}

export const bulkButtons = (form: Form, definition: ViewDefinition): string[] => {
  const asked = definition.buttons?.bulk
  return bulkActs(form).filter((key) => !asked || asked.includes(key))
}
