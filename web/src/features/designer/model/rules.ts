// Rules of a form: when something holds, then do something.
import { freeKey } from './keys'
import type { ActionDef, FormDef, RuleDef } from './types'

export const rulesOf = (form: FormDef): RuleDef[] => form.rules ?? []

export function addRule(form: FormDef): [FormDef, string] {
  const key = freeKey(
    'rule',
    rulesOf(form).map((r) => r.key),
  )
  const rule: RuleDef = { key, actions: [{ do: 'require', fields: [] }] }
  return [{ ...form, rules: [...rulesOf(form), rule] }, key]
}

export const changeRule = (form: FormDef, key: string, change: Partial<RuleDef>): FormDef => ({
  ...form,
  rules: rulesOf(form).map((r) => (r.key === key ? { ...r, ...change } : r)),
})

export const removeRule = (form: FormDef, key: string): FormDef => ({
  ...form,
  rules: rulesOf(form).filter((r) => r.key !== key),
})

export function moveRule(form: FormDef, key: string, by: -1 | 1): FormDef {
  const rules = [...rulesOf(form)]
  const at = rules.findIndex((r) => r.key === key)
  const [moved] = rules.slice(at, at + 1)
  if (at < 0 || !moved || !rules[at + by]) return form
  rules.splice(at, 1)
  rules.splice(at + by, 0, moved)
  return { ...form, rules }
}

/** What an action keeps when it becomes another: fields stay fields, a message stays a message. */
export function become(action: ActionDef, to: ActionDef['do']): ActionDef {
  if (to === 'set') return { do: to, field: action.field ?? action.fields?.[0] ?? null, value: null }
  if (to === 'narrow') return { do: to, field: null, options: [] }
  const fields = action.fields ?? (action.field ? [action.field] : [])
  return to === 'warn' || to === 'refuse' ? { do: to, fields, message: action.message ?? {} } : { do: to, fields }
}

/** Rules by the fields they act on or watch: the badges of the canvas. */
export function ruleBadges(rules: RuleDef[] = []): Map<string, RuleDef[]> {
  const badges = new Map<string, RuleDef[]>()
  for (const rule of rules) {
    const keys = new Set(rule.actions.flatMap((a) => [...(a.fields ?? []), ...(a.field ? [a.field] : [])]))
    for (const key of keys) badges.set(key, [...(badges.get(key) ?? []), rule])
  }
  return badges
}
