// The shapes of rules as the API tells them (decision 0080).
import type { DraftProblem } from '@/features/designer/model/types'
import type { Filter, Ref, Words } from '@/core/types'

export type Options = { [option: string]: unknown }
export type Trigger = { kind: string } & Options
/** One step; those with blocks hold steps of their own under the block's name. */
export type Step = { do: string; id?: string } & Options
export type RunsAs = 'owner' | { role: string }
export type Definition = { trigger: Trigger; when: Filter | null; steps: Step[]; runs_as: RunsAs }

/** What the designer works on: undo takes back the name, too. */
export type RuleBody = { label: Words; definition: Definition }

export type Names = { people: { [id: string]: string }; departments: { [id: string]: string } }
export type RuleState = 'off' | 'on' | 'paused'

export type Rule = {
  key: string
  label: Words
  form: string | null
  state: RuleState
  reason: { code: string; detail?: string; params?: { [key: string]: unknown } } | null
  definition: Definition | null
  version: number
  draft: Definition | null
  draft_version: number
  owner: Ref | null
  hook: { path: string; seal: string } | null
  changed_at: string
  changed_by: Ref | null
  problems: DraftProblem[]
  names: Names
}

export type RuleVersion = { version: number; label: Words; definition: Definition; at: string; by: Ref | null }

/** A piece of a JSON schema, as far as options use it. */
export type Schema = {
  type?: string
  enum?: string[]
  const?: unknown
  default?: unknown
  items?: Schema
  anyOf?: Schema[]
  $ref?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  pattern?: string
  additionalProperties?: Schema | boolean
  /** What is chosen: `pools` of the form. */
  'x-pick'?: string
}
export type OptionsSchema = { properties?: { [option: string]: Schema }; required?: string[] }

export type Kind = { key: string; label: Words; options: OptionsSchema; hints: { [option: string]: Words } }
export type TriggerKind = Kind & { form: boolean; timed: boolean; before: boolean }
export type ActionKind = Kind & { record: boolean; blocks: string[] }
export type Kinds = { triggers: TriggerKind[]; actions: ActionKind[] }

/** Whom a step means: exactly one of these. */
export type Whom =
  | { person: number }
  | { role: string }
  | { field: string }
  | { head_of: string }
  | { department: number }

export type TrialStep = {
  path: string
  item: number | null
  do: string
  output: { [key: string]: unknown } | null
  error: { code: string; detail?: string; fields?: { detail?: string }[] } | null
}
export type Trial = { meets: boolean | null; seen: boolean; steps: TrialStep[]; whole: boolean; names: Names }

export type Channel = { key: string; label: string; purpose: string | null }

/** What is chosen on the canvas: `trigger`, `when`, or the path of a step. */
export type Spot = string | null
