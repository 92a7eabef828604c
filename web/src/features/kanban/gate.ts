// What a card lacks for its new stage: by the stage's gate and by the rules of the form, while it is filled in.
import { useMemo, useState } from 'react'
import { fieldOf } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { useRecord } from '@/core/records'
import { goneFrom, ruled, useRuling, type Ruling, type Values } from '@/core/rules'
import type { Field, Form, Row } from '@/core/types'
import { isEmpty, kindOf } from '@/kinds'

/** What a gate asks for: fields by key, and conditions in words that no field here can mend. */
export type Gate = { stage: string; fields: string[]; messages: string[] }

const MISSING = 'fields.required'

/** What a refusal asks for on the way to `stage`; null when the move was refused for another reason. */
export function gateOf(e: unknown, stage: string): Gate | null {
  if (!isProblem(e)) return null
  const required = e.errors.filter((each) => each.code === MISSING).map((each) => each.field)
  const gate = e.code === 'stage.gate'
  if (!gate && (required.length === 0 || required.length < e.errors.length)) return null
  const fields = [...new Set([...texts(e.params.fields), ...required])]
  return { stage, fields, messages: texts(e.params.messages) }
}

/** The version on which the next attempt is built once a change by somebody else was told; null for other refusals. */
export const overtakenBy = (e: unknown): number | null =>
  isProblem(e) && e.code === 'records.conflict' && typeof e.params.version === 'number' ? e.params.version : null

const texts = (v: unknown): string[] => (Array.isArray(v) ? v.map(String) : [])

export type GateFilling = {
  /** The fields to fill in, as the rules leave them. */
  asked: Field[]
  /** Those of them that are still empty and may not be. */
  left: Field[]
  ruling: Ruling
  /** As the controls show them, with what rules fill in. */
  values: Values
  given: (key: string) => boolean
  put: (key: string, value: unknown) => void
  /** What is sent along with the move. */
  written: Values
}

export function useGateFilling(form: Form, row: Row, gate: Gate): GateFilling {
  const stored: Values = useRecord(form.key, row.id).data ?? row
  const [written, setWritten] = useState<Values>({})
  const values = useMemo((): Values => ({ ...stored, ...written, stage: gate.stage }), [stored, written, gate.stage])
  const ruling = useRuling(form, values, stored)
  const shown = useMemo((): Values => ({ ...values, ...ruling.filled }), [values, ruling])
  const must = new Set([...gate.fields, ...ruling.asked])
  const asked = askedOf(form, gate, ruling, shown, stored).map((field) => ({
    ...ruled(field, ruling, shown[field.key]),
    required: must.has(field.key),
    readonly: ruling.locked.has(field.key) && field.key in ruling.filled,
  }))
  return {
    asked,
    left: asked.filter((field) => field.required && isEmpty(shown[field.key])),
    ruling,
    values: shown,
    given: (key) => written[key] !== undefined,
    put: (key, value) => setWritten((now) => ({ ...now, [key]: value })),
    written: Object.fromEntries(Object.entries(written).filter(([key]) => !(key in ruling.filled))),
  }
}

/** The gate's fields, those that rules call for and the record lacks, and those whose value a rule will refuse. */
export function askedOf(form: Form, gate: Gate, ruling: Ruling, values: Values, stored: Values): Field[] {
  const required = [...ruling.asked].filter((key) => isEmpty(stored[key]))
  const wrong = [
    ...ruling.refusals.flatMap((said) => said.fields),
    ...[...ruling.narrowed.keys()].filter((key) => goneFrom(ruling, key, values[key])),
  ]
  const more = [...required, ...wrong].filter((key) => !ruling.hidden.has(key))
  return [...new Set([...gate.fields, ...more])]
    .map((key) => fieldOf(form, key))
    .filter((field) => field !== undefined)
    .filter((field) => gate.fields.includes(field.key) || (!field.readonly && Boolean(kindOf(field.kind).Editor)))
}
