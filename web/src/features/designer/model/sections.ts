// Sections: adding, renaming, ordering, folding, and taking one away without losing its fields.
import type { Words } from '@/core/types'
import { freeKey } from './keys'
import { groupsOf } from './layout'
import type { FormDef, SectionDef } from './types'

export const MOST_COLUMNS = 4

/** A new section at the end. The first one takes all fields in, so that nothing jumps below it. */
export function addSection(form: FormDef, label: Words): [FormDef, string] {
  const sections = form.sections ?? []
  const key = freeKey(
    'section',
    sections.map((s) => s.key),
  )
  const loose = groupsOf(form).find((g) => g.section === null)?.keys ?? []
  const fields = sections.length === 0 ? loose : []
  return [{ ...form, sections: [...sections, { key, label, fields }] }, key]
}

export function changeSection(form: FormDef, key: string, change: Partial<SectionDef>): FormDef {
  return { ...form, sections: (form.sections ?? []).map((s) => (s.key === key ? { ...s, ...change } : s)) }
}

export function moveSection(form: FormDef, key: string, by: -1 | 1): FormDef {
  const sections = [...(form.sections ?? [])]
  const at = sections.findIndex((s) => s.key === key)
  const [moved] = sections.slice(at, at + 1)
  if (at < 0 || !moved || !sections[at + by]) return form
  sections.splice(at, 1)
  sections.splice(at + by, 0, moved)
  return { ...form, sections }
}

/** Its fields go to the section before it, else to the one after; with none left no section names them. */
export function removeSection(form: FormDef, key: string): FormDef {
  const sections = form.sections ?? []
  const at = sections.findIndex((s) => s.key === key)
  const gone = sections[at]
  if (!gone) return form
  const heir = sections[at - 1] ?? sections[at + 1]
  return {
    ...form,
    sections: sections
      .filter((s) => s !== gone)
      .map((s) => {
        if (s !== heir) return s
        const fields = at > 0 ? [...s.fields, ...gone.fields] : [...gone.fields, ...s.fields]
        return { ...s, fields }
      }),
  }
}
