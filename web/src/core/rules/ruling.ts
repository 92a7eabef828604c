// All rules of a form on a record that is being filled in: for comfort while typing; the server stays the judge.
import { dayOf } from '../format/date'
import type { Form, Rule, RuleAction, Value } from '../types'
import { applied, applies, same } from './applies'
import type { Filling, Formulas, Ruling, Said, Values } from './types'

export const NO_RULING: Ruling = {
  hidden: new Set(),
  required: new Set(),
  asked: new Set(),
  locked: new Set(),
  narrowed: new Map(),
  filled: {},
  warnings: [],
  refusals: [],
}

const isEmpty = (v: Value): boolean => v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0)

export function rulingOf(form: Form, filling: Filling, formulas: Formulas | null): Ruling {
  const moment = filling.before ? 'change' : 'create'
  const rules = (form.rules ?? []).filter((rule) => rule.on.includes(moment))
  if (rules.length === 0) return NO_RULING
  const begun = { ...emptiness(form, filling), ...begin(form, filling), ...given(filling) }
  const at = { form, filling, formulas }
  const worked = (values: Values): Values => ({ ...values, ...formulas?.computed(values) })
  const { values, filled } = setAll(rules, worked(begun), at)
  return { ...show(rules, worked(values), at), filled }
}

type Case = { form: Form; filling: Filling; formulas: Formulas | null }

/** Of a new record every field is known: nobody has written it yet. */
function emptiness(form: Form, { before }: Filling): Values {
  return before ? {} : Object.fromEntries([...form.fields, ...form.system].map((field) => [field.key, null]))
}

/** What a new record begins with when nobody says otherwise. */
function begin(form: Form, filling: Filling): Values {
  if (filling.before) return {}
  const defaults = form.fields
    .filter((field) => !isEmpty(field.default))
    .map((field) => [field.key, constant(field.default, filling)])
  const stage = form.pipelines?.[0]?.stages[0]?.key ?? null
  return { ...Object.fromEntries(defaults), stage, owner: filling.me }
}

const given = ({ values, before }: Filling): Values =>
  before ? values : Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)))

function setAll(rules: Rule[], begun: Values, at: Case): { values: Values; filled: Values } {
  const locked = new Set(
    rules.filter((rule) => does(rule, 'lock') && applies(rule, begun, at)).flatMap((rule) => keysOf(rule, 'lock')),
  )
  const values = { ...begun }
  const filled: Values = {}
  for (const rule of rules) {
    if (!does(rule, 'set') || !applies(rule, values, at)) continue
    for (const action of rule.actions) {
      const key = action.do === 'set' ? action.field : undefined
      if (key === undefined || (written(key, at.filling) && !locked.has(key))) continue
      values[key] = filled[key] = valueOf(action, values, at)
    }
  }
  return { values, filled }
}

/** What the person wrote stands, unless a rule locks the field. */
const written = (key: string, { values, before }: Filling): boolean =>
  !isEmpty(values[key]) && (!before || !same(values[key], before[key]))

function valueOf(action: RuleAction, values: Values, { form, filling }: Case): Value {
  const value = action.value as { field?: string; stage?: string } | null | undefined
  if (value !== null && typeof value === 'object') {
    if (value.field) return values[value.field] ?? null
    const stage = form.pipelines?.flatMap((p) => p.stages).find((each) => each.key === values.stage)
    if (value.stage) return (stage?.[value.stage as 'probability'] as Value) ?? null
  }
  return constant(action.value, filling)
}

function constant(value: Value, { asker, me }: Filling): Value {
  const mark = value as { now?: boolean; today?: boolean; actor?: boolean } | null | undefined
  if (mark === null || typeof mark !== 'object' || Array.isArray(mark)) return value ?? null
  if (mark.now) return new Date(asker.now).toISOString()
  if (mark.today) return dayOf(new Date(asker.now), asker.zone)
  return mark.actor ? me : value
}

function show(rules: Rule[], values: Values, at: Case): Omit<Ruling, 'filled'> {
  const [hidden, required, asked, locked] = [set(), set(), set(), set()]
  const narrowed = new Map<string, Set<string>>()
  const said: { warn: Said[]; refuse: Said[] } = { warn: [], refuse: [] }
  for (const rule of rules.filter((each) => applies(each, values, at))) {
    const newly = !applied(rule, at)
    keysOf(rule, 'hide').forEach((key) => hidden.add(key))
    keysOf(rule, 'show').forEach((key) => hidden.delete(key))
    keysOf(rule, 'lock').forEach((key) => locked.add(key))
    keysOf(rule, 'require').forEach((key) => {
      required.add(key)
      if (newly) asked.add(key)
    })
    for (const action of rule.actions) {
      if (action.do === 'narrow' && action.field) narrow(narrowed, action.field, action.options ?? [])
      if (action.do === 'warn' || action.do === 'refuse')
        said[action.do].push({ rule: rule.key, message: action.message ?? {}, fields: action.fields ?? [] })
    }
  }
  return { hidden, required, asked, locked, narrowed, warnings: said.warn, refusals: said.refuse }
}

const set = (): Set<string> => new Set()

function narrow(narrowed: Map<string, Set<string>>, key: string, options: string[]): void {
  const before = narrowed.get(key)
  narrowed.set(key, new Set(before ? options.filter((each) => before.has(each)) : options))
}

const does = (rule: Rule, what: RuleAction['do']): boolean => rule.actions.some((action) => action.do === what)

const keysOf = (rule: Rule, what: RuleAction['do']): string[] =>
  rule.actions.filter((action) => action.do === what).flatMap((action) => action.fields ?? [])
