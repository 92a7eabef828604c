// Pushes of a form as the designer changes them: which field gets what, and what a new push or step begins with.
import type { Field, Form, Words } from '@/core/types'
import { fits } from '../linked/fitting'
import { freeKey } from './keys'
import type { FieldDef, FormDef, PushDef, PushStepDef, PutDef } from './types'

export const ITSELF = 'id'
const WHOLE = ['file', 'image', 'signature', 'relations', 'people', 'departments', 'detail']

export const pushesOf = (form: FormDef): PushDef[] => form.pushes ?? []

export function addPush(form: FormDef, label: Words): FormDef {
  const taken = pushesOf(form).map((x) => x.key)
  return { ...form, pushes: [...pushesOf(form), { key: freeKey('push', taken), label, steps: [newStep([])] }] }
}

export const changePush = (form: FormDef, key: string, change: Partial<PushDef>): FormDef => ({
  ...form,
  pushes: pushesOf(form).map((each) => (each.key === key ? { ...each, ...change } : each)),
})

export const removePush = (form: FormDef, key: string): FormDef => ({
  ...form,
  pushes: pushesOf(form).filter((each) => each.key !== key),
})

export const newStep = (taken: string[]): PushStepDef => ({ key: freeKey('step', taken), form: '', puts: [] })

/** A step that leads to another form begins anew: the fields are others. */
export const leadTo = (step: PushStepDef, form: string, source: Form, target: Form | undefined): PushStepDef => ({
  ...step,
  form,
  find: [],
  through: null,
  puts: target ? suggested(source, target) : [],
})

/** What is drawn at once: fields of the same key or name that fit. */
export function suggested(source: Form, target: Form): PutDef[] {
  return target.fields.flatMap((field) => {
    const from = source.fields.find((x) => alike(x, field) && fitsWhole(x, field))
    return from && !isComputed(field) && from.kind !== 'detail' ? [{ put: field.key, take: from.key }] : []
  })
}

const alike = (a: Field, b: Field): boolean =>
  a.key === b.key || Object.values(a.label).some((word) => word && Object.values(b.label).includes(word))

/** Only the product itself writes such fields. */
export const isComputed = (field: Field): boolean =>
  ['formula', 'rollup', 'lookup', 'rmb_capitals', 'serial'].includes(field.kind)

/** True when what `from` holds can be carried to `to`, lists and files included. */
export function fitsWhole(from: Field, to: Field): boolean {
  if (WHOLE.includes(from.kind) || WHOLE.includes(to.kind))
    return from.kind === to.kind && from.options?.target === to.options?.target
  return fits(from, to as unknown as FieldDef)
}

/** What may be drawn to a field: a field of the source, the source itself, the record of an earlier step. */
export type End = { take: string } | { step: string }

export const sameEnd = (a: End, b: End): boolean =>
  'take' in a ? 'take' in b && a.take === b.take : 'step' in b && a.step === b.step

export const endOf = (put: PutDef): End | null => (put.step ? { step: put.step } : put.take ? { take: put.take } : null)

export function mayPut(end: End, source: Form, steps: PushStepDef[], to: Field): boolean {
  if (isComputed(to)) return false
  const named = 'step' in end ? steps.find((x) => x.key === end.step)?.form : source.key
  if ('step' in end || end.take === ITSELF)
    return (to.kind === 'relation' || to.kind === 'relations') && [named, '*'].includes(to.options?.target)
  const from = source.fields.find((x) => x.key === end.take)
  return from !== undefined && fitsWhole(from, to)
}

/** The puts with another origin for one field; null: it gets nothing any more. */
export function drawn(puts: PutDef[], key: string, put: Omit<PutDef, 'put'> | null): PutDef[] {
  const rest = puts.filter((x) => x.put !== key)
  if (put === null) return rest
  const at = puts.findIndex((x) => x.put === key)
  const next = { put: key, ...put }
  return at < 0 ? [...puts, next] : puts.map((x, i) => (i === at ? next : x))
}

/** A line of the drawing: from which row on the left to which on the right. */
export type Line = { from: number; to: number }

export const linesOf = (puts: PutDef[], ends: End[], fields: Field[]): Line[] =>
  puts.flatMap((put) => {
    const end = endOf(put)
    const from = end ? ends.findIndex((x) => sameEnd(x, end)) : -1
    const to = fields.findIndex((x) => x.key === put.put)
    return from < 0 || to < 0 ? [] : [{ from, to }]
  })
