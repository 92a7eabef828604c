// Whether a rule applies to a record that is being filled in; as bulou/records/write/rules.py judges it.
import { fieldOf } from '../forms'
import { holds, type ValueOf } from '../conditions/holds'
import type { Form, Rule, Value } from '../types'
import type { Filling, Formulas, Values } from './types'

type Case = { form: Form; filling: Filling; formulas: Formulas | null }

export const same = (a: Value, b: Value): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export function applies(rule: Rule, values: Values, { form, filling, formulas }: Case): boolean {
  return (
    moves(rule, values, filling.before) &&
    changes(rule, values, filling.before) &&
    holds(rule.when, reading(form, values), filling.asker) === true &&
    (rule.formula === null || (formulas?.says(rule.formula, values, filling.before) ?? false))
  )
}

/** True where it would apply had nothing been written. */
export function applied(rule: Rule, { form, filling, formulas }: Case): boolean {
  const { before, asker } = filling
  if (!before || transits(rule)) return false
  const held = holds(rule.when, reading(form, before), asker) === true
  return held && (rule.formula === null || (formulas?.says(rule.formula, before, before) ?? false))
}

const transits = (rule: Rule): boolean => rule.entering.length + rule.leaving.length + rule.changed.length > 0

function moves(rule: Rule, values: Values, before: Values | null): boolean {
  if (!rule.entering.length && !rule.leaving.length) return true
  const [from, to] = [before?.stage ?? null, values.stage ?? null]
  if (from === to) return false
  if (rule.entering.length && !rule.entering.includes(String(to))) return false
  return !rule.leaving.length || rule.leaving.includes(String(from))
}

const changes = (rule: Rule, values: Values, before: Values | null): boolean =>
  rule.changed.length === 0 || rule.changed.some((key) => !same(values[key], before?.[key]))

/** Values by key; what the record at hand does not carry is unknown. */
function reading(form: Form, values: Values): ValueOf {
  return (path) => {
    const field = fieldOf(form, path)
    return field && path in values ? { operand: field.operand ?? 'text', value: values[path] } : undefined
  }
}
