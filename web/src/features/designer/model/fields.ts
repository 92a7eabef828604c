// Adding, changing, copying, deleting and restoring fields; every function answers a new definition.
import type { Words } from '@/core/types'
import { freeKey } from './keys'
import { endOf, groupsOf, moveFields, placeOf, type Place } from './layout'
import { inField, mentions } from './mentions'
import { detailOf, fieldAt, keyOf, within } from './paths'
import type { FieldDef, FormDef, Schema } from './types'

export const keysOf = (form: FormDef): string[] => form.fields.map((f) => f.key)

/** Puts a new field at its place; `field.key` must be free. */
export function addField(form: FormDef, field: FieldDef, to: Place = endOf(form)): FormDef {
  return moveFields({ ...form, fields: [...form.fields, field] }, [field.key], to)
}

/** A new column at the end of a detail table. */
export const addColumn = (form: FormDef, detail: string, column: FieldDef): FormDef =>
  changeField(form, detail, { fields: [...(fieldAt(form, detail)?.fields ?? []), column] })

export function changeField(form: FormDef, path: string, change: Partial<FieldDef>): FormDef {
  return within(form, path, (fields) => fields.map((f) => (f.key === keyOf(path) ? { ...f, ...change } : f)))
}

export const changeMany = (form: FormDef, paths: string[], change: Partial<FieldDef>): FormDef =>
  paths.reduce((now, path) => changeField(now, path, change), form)

/** Sets one option; a value equal to the schema's own default is left out, so that a definition stays short. */
export function setOption(form: FormDef, path: string, name: string, value: unknown, schema?: Schema): FormDef {
  const options = { ...fieldAt(form, path)?.options }
  const usual = schema?.properties?.[name]?.default
  const left = value === undefined || JSON.stringify(value) === JSON.stringify(usual)
  if (left) delete options[name]
  else options[name] = value
  return changeField(form, path, { options })
}

/** Another kind: options that it knows, too, stay; what it cannot be is taken back. */
/** Kinds whose values may come out of another form. */
export const OFFERED = ['text', 'tags']

export function changeKind(form: FormDef, path: string, kind: string, schema: Schema, unique: boolean): FormDef {
  const field = fieldAt(form, path)
  if (!field || field.kind === kind) return form
  const known = schema.properties ?? {}
  const options = Object.fromEntries(Object.entries(field.options ?? {}).filter(([name]) => name in known))
  return changeField(form, path, {
    kind,
    options,
    default: null,
    unique: unique ? (field.unique ?? false) : false,
    fields: kind === 'detail' ? (field.fields ?? []) : [],
    ...(field.offers && !OFFERED.includes(kind) ? { offers: null } : {}),
  })
}

/** Another key, wherever the form itself names the field. */
export function rekey(form: FormDef, path: string, key: string): FormDef {
  const from = keyOf(path)
  if (from === key) return form
  const renamed = within(form, path, (fields) => fields.map((f) => (f.key === from ? { ...f, key } : f)))
  const name = (k: string) => (k === from ? key : k)
  return detailOf(path) === null
    ? mentions(renamed, name)
    : within(renamed, path, (all) => all.map((f) => inField(f, name)))
}

/** Deletes: one that was never published is gone, others are hidden with their values kept. */
export function removeFields(form: FormDef, paths: string[], published: FormDef | null): FormDef {
  return paths.reduce((now, path) => removeOne(now, path, published), form)
}

function removeOne(form: FormDef, path: string, published: FormDef | null): FormDef {
  const key = keyOf(path)
  const kept = published !== null && fieldAt(published, path) !== undefined
  const gone = within(form, path, (fields) =>
    kept ? fields.map((f) => (f.key === key ? { ...f, hidden: true } : f)) : fields.filter((f) => f.key !== key),
  )
  const name = (k: string) => (k === key ? null : k)
  return detailOf(path) === null ? mentions(gone, name) : within(gone, path, (all) => all.map((f) => inField(f, name)))
}

/** Shown again, and again what it was to the engines (`inForce`: the definition that still says it). */
export function restoreField(form: FormDef, path: string, inForce: FormDef | null = null): FormDef {
  const shown = withTraits(changeField(form, path, { hidden: false }), path, inForce)
  if (detailOf(path) !== null || placeOf(shown, path)?.section !== null) return shown
  return moveFields(shown, [path], endOf(shown))
}

function withTraits(form: FormDef, key: string, inForce: FormDef | null): FormDef {
  const traits = { ...form.traits }
  for (const [trait, slots] of Object.entries(inForce?.traits ?? {}))
    for (const [slot, field] of Object.entries(slots))
      if (field === key && !traits[trait]?.[slot]) traits[trait] = { ...traits[trait], [slot]: key }
  return Object.keys(traits).length ? { ...form, traits } : form
}

/** A twin right behind the field, with a key of its own; aliases stay with the first. */
export function copyField(form: FormDef, path: string, label: (label: Words) => Words): [FormDef, string] {
  const field = fieldAt(form, path)
  if (!field) return [form, path]
  const detail = detailOf(path)
  const siblings = detail === null ? form.fields : (fieldAt(form, detail)?.fields ?? [])
  const key = freeKey(
    field.key,
    siblings.map((f) => f.key),
  )
  const twin: FieldDef = { ...field, key, label: label(field.label), column: null, unique: false, aliases: [] }
  if (detail !== null) {
    const at = siblings.indexOf(field) + 1
    const next = within(form, path, (fields) => [...fields.slice(0, at), twin, ...fields.slice(at)])
    return [next, `${detail}.${key}`]
  }
  return [addField(form, twin, placeOf(form, path) ?? endOf(form)), key]
}

/** Moves a column of a detail table in front of another (null: to the end). */
export function moveColumn(form: FormDef, path: string, before: string | null): FormDef {
  return within(form, path, (fields) => {
    const column = fields.find((f) => f.key === keyOf(path))
    if (!column || before === column.key) return fields
    const rest = fields.filter((f) => f !== column)
    const at = before === null ? rest.length : rest.findIndex((f) => f.key === before)
    return [...rest.slice(0, at), column, ...rest.slice(at)]
  })
}

/** All fields in the order in which they are seen. */
export const inOrder = (form: FormDef): string[] => groupsOf(form).flatMap((g) => g.keys)
