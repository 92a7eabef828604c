// Which fields of another form may be offered: what can stand here, what can be compared (bulou/forms/carry.py judges).
import type { Field } from '@/core/types'
import type { FieldDef } from '../model/types'

const AMOUNTS = ['number', 'money', 'rating', 'slider']
const TEXTS = ['text', 'long_text']
const SAID =
  'text long_text phone email link serial barcode id_number credit_code choice choices cascade address date rmb_capitals'.split(
    ' ',
  )
const NEVER = ['lookup', 'file', 'image', 'signature', 'detail', 'relations', 'people', 'departments']
const ALIKE = [
  ['text', 'choice'],
  ['record', 'records'],
  ['person', 'people'],
  ['department', 'departments'],
]

/** True when a value of `from` can stand in `to`. */
export function fits(from: Field, to: FieldDef): boolean {
  const kind = from.kind === 'formula' ? String(from.options?.result) : from.kind === 'rollup' ? 'number' : from.kind
  if (NEVER.includes(kind) || from.options?.currency === 'record' || to.options?.currency === 'record') return false
  if (kind === to.kind) return from.options?.target === to.options?.target
  return (AMOUNTS.includes(kind) && AMOUNTS.includes(to.kind)) || (SAID.includes(kind) && TEXTS.includes(to.kind))
}

/** What two fields can be compared by. */
export type Side = { key: string; operand: string; target: string | undefined }

/** The id of a record is compared with what points at its form. */
export const idOf = (form: string): Side => ({ key: 'id', operand: 'record', target: form })

export const sideOf = (field: Field): Side => ({
  key: field.key,
  operand: field.operand ?? 'text',
  target: field.options?.target,
})

export function comparable(ours: Side, theirs: Side): boolean {
  const alike =
    ours.operand === theirs.operand ||
    ALIKE.some((family) => family.includes(ours.operand) && family.includes(theirs.operand))
  return alike && (!ours.operand.startsWith('record') || ours.target === theirs.target)
}
