// What there is to choose between records that are merged.
import type { Field, Form, Id, Row } from '@/core/types'
import { isEmpty, toWrite } from '@/kinds'

/** Lists are joined by themselves, so that nothing is lost: there is nothing to choose. */
const JOINED = new Set([
  'tags',
  'choices',
  'relations',
  'people',
  'departments',
  'detail',
  'file',
  'image',
  'signature',
])

/** The fields one may write and whose values are not the same in all of the records. */
export function differing(form: Form, rows: Row[]): Field[] {
  return form.fields.filter((field) => {
    if (field.readonly || JOINED.has(field.kind)) return false
    const values = rows.map((row) => JSON.stringify(toWrite([field], { [field.key]: row[field.key] ?? null })))
    return new Set(values).size > 1
  })
}

/** Whose value will stand there: the chosen one, else that of the record that stays, else the first that says something. */
export function chosenOf(field: Field, rows: Row[], master: Id, take: { [field: string]: Id }): Id {
  const taken = take[field.key]
  if (taken !== undefined) return taken
  const own = rows.find((row) => row.id === master)
  if (own && !isEmpty(own[field.key])) return master
  return rows.find((row) => !isEmpty(row[field.key]))?.id ?? master
}
