// Fields side by side: runs of fields whose section wants the same number of columns.
import type { Field, Form } from '@/core/types'

export type Run = { columns: number; fields: Field[] }

/** How many columns the section of a field asks for. */
export const columnsFor = (form: Form, key: string): number =>
  form.sections?.find((s) => s.fields.includes(key))?.columns ?? 1

/** Fields in their order, cut wherever another section or another number of columns begins. */
export function runsOf(form: Form, fields: Field[]): Run[] {
  const runs: (Run & { section: string | undefined })[] = []
  for (const field of fields) {
    const section = form.sections?.find((s) => s.fields.includes(field.key))?.key
    const columns = columnsFor(form, field.key)
    const last = runs[runs.length - 1]
    if (last && last.columns === columns && (columns === 1 || last.section === section)) last.fields.push(field)
    else runs.push({ columns, section, fields: [field] })
  }
  return runs.map(({ columns, fields: own }) => ({ columns, fields: own }))
}

/** True when a form wants more room than one column needs. */
export const isWide = (form: Form): boolean => (form.sections ?? []).some((s) => (s.columns ?? 1) > 1)
