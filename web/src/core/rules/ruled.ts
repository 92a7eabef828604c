// A field as the rules leave it for now: required, locked, with fewer options.
import type { Field, Value } from '../types'
import type { Ruling } from './types'

const keysOf = (value: Value): string[] =>
  (Array.isArray(value) ? value : [value]).map((each) =>
    each !== null && typeof each === 'object' ? 'other' : String(each ?? ''),
  )

/** What is chosen stays in the list, so that it can be seen and changed. */
export function ruled(field: Field, ruling: Ruling, value: Value): Field {
  const left = ruling.narrowed.get(field.key)
  const chosen = keysOf(value)
  const choices = left && field.options?.choices?.filter((each) => left.has(each.key) || chosen.includes(each.key))
  return {
    ...field,
    required: field.required || ruling.required.has(field.key),
    readonly: field.readonly || ruling.locked.has(field.key),
    ...(choices ? { options: { ...field.options, choices } } : {}),
  }
}

/** True when what is chosen is no longer offered. */
export function goneFrom(ruling: Ruling, key: string, value: Value): boolean {
  const left = ruling.narrowed.get(key)
  return left !== undefined && keysOf(value).some((each) => each !== '' && !left.has(each))
}
