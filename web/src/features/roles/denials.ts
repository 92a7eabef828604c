// Denials: what is taken away whatever else is granted, and fields held down while a record is in a stage.
import type { Filter } from '@/core/types'
import type { Line } from './model'
import { isCondition } from './scopes'
import type { Grant, Level, Levels, Rows } from './types'

/** A stage's cap: on records in these stages the fields are at most at these levels. */
export type StageCap = { stages: string[]; fields: Levels }

const CAPPED = ['read', 'change', 'export', 'print']

export function stageCapOf(line: Line): StageCap | null {
  const { deny, rows, fields } = line.grant
  if (!deny || !fields || rows === undefined || !isCondition(rows)) return null
  if (!('field' in rows) || rows.field !== 'stage' || rows.op !== 'in' || !Array.isArray(rows.value)) return null
  return { stages: rows.value as string[], fields }
}

export const stageCap = (form: string, stages: string[], field: string, level: Level): Grant => ({
  form,
  actions: CAPPED,
  rows: inStages(stages),
  fields: { [field]: level },
  deny: true,
})

export const inStages = (stages: string[]): Filter => ({ field: 'stage', op: 'in', value: stages })

/** Takes whole records away; with fields it would only hold these down. */
export const denial = (form: string, actions: string[], rows: Rows): Grant => ({ form, actions, rows, deny: true })

/** Half-made denials would deny everything, or nothing: they are not saved. */
export function unfinished(grant: Grant): boolean {
  if (!grant.deny) return false
  const cap = stageCapOf({ id: 0, at: [], grant })
  if (cap) return cap.stages.length === 0 || Object.keys(cap.fields).length === 0
  return grant.actions.length === 0 || (grant.fields !== undefined && Object.keys(grant.fields ?? {}).length === 0)
}
