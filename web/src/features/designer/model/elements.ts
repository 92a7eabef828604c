// What stands between fields: lines, texts, pages of the web; and the sheets that sections lie on.
import type { Words } from '@/core/types'
import { freeKey } from './keys'
import { endOf, moveFields, placeOf, type Place } from './layout'
import { addSection } from './sections'
import type { ElementDef, FormDef, SectionDef, TabDef } from './types'

export const elementAt = (form: FormDef, key: string): ElementDef | undefined =>
  form.elements?.find((e) => e.key === key)

const taken = (form: FormDef): string[] => [
  ...form.fields.map((f) => f.key),
  ...(form.elements ?? []).map((e) => e.key),
]

/** Elements stand in sections only: where there is none yet, `section` names the first. */
export function addElement(
  form: FormDef,
  element: Omit<ElementDef, 'key'>,
  to: Place | undefined,
  section: Words,
): [FormDef, string] {
  const key = freeKey(element.kind, taken(form))
  const home = form.sections?.length ? form : addSection(form, section)[0]
  const last = home.sections![home.sections!.length - 1]!.key
  const asked = to ?? endOf(home)
  const place = asked.section === null ? { section: last, before: null } : asked
  return [moveFields({ ...home, elements: [...(home.elements ?? []), { ...element, key }] }, [key], place), key]
}

export const changeElement = (form: FormDef, key: string, change: Partial<ElementDef>): FormDef => ({
  ...form,
  elements: (form.elements ?? []).map((e) => (e.key === key ? { ...e, ...change } : e)),
})

export const removeElement = (form: FormDef, key: string): FormDef => ({
  ...form,
  elements: (form.elements ?? []).filter((e) => e.key !== key),
  sections: (form.sections ?? []).map((s) => ({ ...s, fields: s.fields.filter((k) => k !== key) })),
})

export function copyElement(form: FormDef, key: string): [FormDef, string] {
  const { key: _own, ...rest } = elementAt(form, key)!
  return addElement(form, rest, placeOf(form, key) ?? undefined, {})
}

export function addTab(form: FormDef, label: Words): [FormDef, string] {
  const key = freeKey(
    'tab',
    (form.tabs ?? []).map((t) => t.key),
  )
  return [{ ...form, tabs: [...(form.tabs ?? []), { key, label }] }, key]
}

export const changeTab = (form: FormDef, key: string, change: Partial<TabDef>): FormDef => ({
  ...form,
  tabs: (form.tabs ?? []).map((t) => (t.key === key ? { ...t, ...change } : t)),
})

/** Its sections stand above all sheets again. */
export const removeTab = (form: FormDef, key: string): FormDef => ({
  ...form,
  tabs: (form.tabs ?? []).filter((t) => t.key !== key),
  sections: (form.sections ?? []).map((s): SectionDef => (s.tab === key ? { ...s, tab: null } : s)),
})

export function moveTab(form: FormDef, key: string, before: string | null): FormDef {
  const tabs = form.tabs ?? []
  const moved = tabs.find((t) => t.key === key)
  if (!moved || before === key) return form
  const rest = tabs.filter((t) => t !== moved)
  const at = before === null ? rest.length : rest.findIndex((t) => t.key === before)
  return { ...form, tabs: [...rest.slice(0, at), moved, ...rest.slice(at)] }
}
