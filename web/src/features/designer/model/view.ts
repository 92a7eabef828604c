// The draft in the shape in which pages read forms, so that their filter builder and controls work on it.
import type { Field, Form, Stage } from '@/core/types'
import { asResult } from '@/kinds'
import { shownFields } from './paths'
import type { FieldDef, FormDef, KindInfo, StageDef } from './types'

export type Kinds = ReadonlyMap<string, KindInfo>

export function fieldView(field: FieldDef, kinds: Kinds): Field {
  const told = {
    key: field.key,
    kind: field.kind,
    label: field.label,
    options: (field.options ?? {}) as Field['options'],
  }
  const kind = kinds.get(asResult(told as Field).kind)
  return {
    key: field.key,
    kind: field.kind,
    label: field.label,
    hint: field.hint ?? null,
    required: field.required ?? false,
    readonly: false,
    options: told.options,
    operators: kind?.operators ?? [],
    operand: kind?.operand ?? 'text',
    ...(field.fields?.length ? { fields: field.fields.filter((f) => !f.hidden).map((f) => fieldView(f, kinds)) } : {}),
  } as Field
}

const stageView = (s: StageDef): Stage => ({ ...s, type: s.type ?? 'open', enter: null, leave: null })

/** `system`: the system columns of a form that has them all; owner and stage go where the draft has none. */
export function formView(form: FormDef, kinds: Kinds, system: Field[]): Form {
  const stages = (form.pipelines ?? []).flatMap((p) => p.stages)
  const has = (f: Field) =>
    f.key.startsWith('stage') ? stages.length > 0 : f.key.startsWith('owner') ? form.owned !== false : true
  const choices = stages.map((s) => ({ key: s.key, label: s.label }))
  return {
    key: form.key,
    version: form.version ?? 0,
    label: form.label,
    title: form.title,
    fields: shownFields(form).map((f) => fieldView(f, kinds)),
    system: system.filter(has).map((f) => (f.key === 'stage' ? { ...f, options: { choices } } : f)),
    pipelines: (form.pipelines ?? []).map((p) => ({ ...p, stages: p.stages.map(stageView) })),
    traits: form.traits ?? {},
    actions: [],
  }
}
