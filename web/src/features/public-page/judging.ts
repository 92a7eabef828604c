// The rules of a public page, judged while a visitor types; loaded only where a form has such. The server stays the judge.
import { dayOf } from '@/core/format/date'
import type { Setting } from '@/core/formula/context'
import { Moment } from '@/core/formula/moments'
import { goneFrom, ruled } from '@/core/rules/ruled'
import { rulingOf } from '@/core/rules/ruling'
import type { Formulas, Ruling } from '@/core/rules/types'
import type { Form, Value } from '@/core/types'
import { toSend, type Clock, type Judged, type PublicField, type PublicPage, type Values } from './model'

/** What the rules leave of the page with these values. */
export type Judge = (values: Values) => Judged

/** `now`: the moment at which the page was opened. */
export async function judgeOf(page: PublicPage, clock: Clock, now: number): Promise<Judge> {
  const form = { key: page.slug, fields: page.fields, system: [], rules: page.rules } as unknown as Form
  const formulas = await formulasFor(form, clock, now)
  const asker = { me: null, zone: clock.zone, weekStart: clock.week_start, now }
  return (values) => {
    const written = toSend(page.fields, values) as { [key: string]: Value }
    const ruling = rulingOf(form, { values: written, before: null, asker, me: null }, formulas)
    return judged(page, values, ruling, clock.zone)
  }
}

async function formulasFor(form: Form, clock: Clock, now: number): Promise<Formulas | null> {
  if (!form.rules?.some((rule) => rule.formula !== null)) return null
  const { formulasOf } = await import('@/core/rules/formulas')
  const setting: Setting = {
    now: new Moment(now),
    zone: clock.zone,
    weekStart: clock.week_start,
    isWorkday: (day) => day.weekday <= 5, // rules that ask for working days are not told
  }
  return formulasOf(form, setting)
}

function judged(page: PublicPage, values: Values, ruling: Ruling, zone: string): Judged {
  const filled = Object.fromEntries(
    page.fields
      .filter((field) => field.key in ruling.filled)
      .map((field) => [field.key, typed(field, ruling.filled[field.key], zone)]),
  )
  const shown = { ...values, ...filled }
  const left = page.fields.filter((field) => !ruling.hidden.has(field.key))
  return {
    fields: left.map((field) => ({
      ...(ruled(field as never, ruling, shown[field.key] as Value) as unknown as PublicField),
      readonly: ruling.locked.has(field.key) && field.key in filled,
    })),
    values: shown,
    filled: new Set(Object.keys(filled)),
    gone: left.filter((field) => goneFrom(ruling, field.key, shown[field.key] as Value)).map((field) => field.key),
    warnings: ruling.warnings.map((said) => said.message),
    refusals: ruling.refusals.map(({ message, fields }) => ({ message, fields })),
  }
}

/** What a rule fills in as the browser's own controls hold it. */
function typed(field: PublicField, value: Value, zone: string): unknown {
  if (field.kind !== 'datetime' || typeof value !== 'string') return value
  const at = new Date(value)
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' }).format(at)
  return `${dayOf(at, zone)}T${time}`
}
