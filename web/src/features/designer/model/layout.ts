// Where fields stand: sections in order, and last the fields that no section names.
import { shownFields } from './paths'
import type { FieldDef, FormDef, SectionDef } from './types'

/** `section` null: the fields that no section names. `keys` may name system columns, which have no definition. */
export type Group = { section: SectionDef | null; keys: string[] }

/** In front of a field of a section; `before` null: at its end. */
export type Place = { section: string | null; before: string | null }

export function groupsOf(form: FormDef): Group[] {
  const shown = new Set(shownFields(form).map((f) => f.key))
  const known = new Set(form.fields.map((f) => f.key))
  const sections = form.sections ?? []
  const named = new Set(sections.flatMap((s) => s.fields))
  const loose = shownFields(form)
    .map((f) => f.key)
    .filter((key) => !named.has(key))
  const groups: Group[] = sections.map((section) => ({
    section,
    keys: section.fields.filter((key) => shown.has(key) || !known.has(key)),
  }))
  return loose.length || groups.length === 0 ? [...groups, { section: null, keys: loose }] : groups
}

export const placeOf = (form: FormDef, key: string): Place | null => {
  for (const { section, keys } of groupsOf(form)) {
    const at = keys.indexOf(key)
    if (at >= 0) return { section: section?.key ?? null, before: keys[at + 1] ?? null }
  }
  return null
}

/** Where a new field goes when nothing is chosen: the end of the last group. */
export function endOf(form: FormDef): Place {
  const groups = groupsOf(form)
  return { section: groups[groups.length - 1]?.section?.key ?? null, before: null }
}

/** Moves fields, in their present order, to one place. */
export function moveFields(form: FormDef, asked: string[], to: Place): FormDef {
  // Only fields can stand where no section names them.
  const keys = to.section === null ? asked.filter((k) => form.fields.some((f) => f.key === k)) : asked
  const order = groupsOf(form).flatMap((g) => g.keys)
  const moved = [...keys].sort((a, b) => order.indexOf(a) - order.indexOf(b))
  const before = to.before !== null && moved.includes(to.before) ? nextStaying(form, moved, to) : to.before
  const without = takeOut(form, moved)
  if (to.section !== null) {
    const sections = (without.sections ?? []).map((s) =>
      s.key === to.section ? { ...s, fields: inserted(s.fields, moved, before) } : s,
    )
    return same(form, { ...without, sections })
  }
  return same(form, { ...without, fields: reordered(form.fields, moved, before) })
}

/** One step up or down; from the edge of a section into its neighbour. */
export function nudge(form: FormDef, key: string, by: -1 | 1): FormDef {
  const groups = groupsOf(form)
  const g = groups.findIndex((x) => x.keys.includes(key))
  const group = groups[g]
  if (!group) return form
  const at = group.keys.indexOf(key)
  const stays = by === -1 ? at > 0 : at < group.keys.length - 1
  if (stays) {
    const before = by === -1 ? group.keys[at - 1]! : (group.keys[at + 2] ?? null)
    return moveFields(form, [key], { section: group.section?.key ?? null, before })
  }
  const next = groups[g + by]
  if (!next) return form
  return moveFields(form, [key], {
    section: next.section?.key ?? null,
    before: by === -1 ? null : (next.keys[0] ?? null),
  })
}

function nextStaying(form: FormDef, moved: string[], to: Place): string | null {
  const keys = groupsOf(form).find((g) => (g.section?.key ?? null) === to.section)?.keys ?? []
  const from = keys.indexOf(to.before!)
  return keys.slice(from).find((k) => !moved.includes(k)) ?? null
}

function takeOut(form: FormDef, keys: string[]): FormDef {
  if (!form.sections) return form
  const sections = form.sections.map((s) =>
    s.fields.some((k) => keys.includes(k)) ? { ...s, fields: s.fields.filter((k) => !keys.includes(k)) } : s,
  )
  return { ...form, sections }
}

function inserted(list: string[], keys: string[], before: string | null): string[] {
  const at = before === null ? -1 : list.indexOf(before)
  return at < 0 ? [...list, ...keys] : [...list.slice(0, at), ...keys, ...list.slice(at)]
}

function reordered(fields: FieldDef[], keys: string[], before: string | null): FieldDef[] {
  const moved = keys.map((k) => fields.find((f) => f.key === k)).filter((f) => f !== undefined)
  const rest = fields.filter((f) => !keys.includes(f.key))
  const at = before === null ? -1 : rest.findIndex((f) => f.key === before)
  return at < 0 ? [...rest, ...moved] : [...rest.slice(0, at), ...moved, ...rest.slice(at)]
}

/** The old value when nothing moved, so that dropping a field where it was is no change. */
const same = (before: FormDef, after: FormDef): FormDef =>
  JSON.stringify([before.fields.map((f) => f.key), before.sections]) ===
  JSON.stringify([after.fields.map((f) => f.key), after.sections])
    ? before
    : after
