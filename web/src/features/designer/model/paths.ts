// Fields by path: `amount`, or `lines.qty` for a column of a detail table.
import type { FieldDef, FormDef } from './types'

export const detailOf = (path: string): string | null => (path.includes('.') ? path.slice(0, path.indexOf('.')) : null)
export const keyOf = (path: string): string => path.slice(path.indexOf('.') + 1)

export function fieldAt(form: FormDef, path: string): FieldDef | undefined {
  const detail = detailOf(path)
  const among = detail === null ? form.fields : (form.fields.find((f) => f.key === detail)?.fields ?? [])
  return among.find((f) => f.key === keyOf(path))
}

/** The form with the list that `path` lies in replaced: its own fields, or a detail table's columns. */
export function within(form: FormDef, path: string, change: (fields: FieldDef[]) => FieldDef[]): FormDef {
  const detail = detailOf(path)
  if (detail === null) return { ...form, fields: change(form.fields) }
  return {
    ...form,
    fields: form.fields.map((f) => (f.key === detail ? { ...f, fields: change(f.fields ?? []) } : f)),
  }
}

export const shownFields = (form: FormDef): FieldDef[] => form.fields.filter((f) => !f.hidden)
/** Deleted ones that can come back; `amount__2` is what a field was before it changed its kind, kept for going back. */
export const deletedFields = (form: FormDef): FieldDef[] => form.fields.filter((f) => f.hidden && !f.key.includes('__'))
export const columnsOf = (field: FieldDef): FieldDef[] => (field.fields ?? []).filter((f) => !f.hidden)
