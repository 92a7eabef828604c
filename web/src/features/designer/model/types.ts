// A form's definition as the server keeps it, and what the designer is told about drafts, changes and versions.
import type { Choice, Filter, Ref, StageType, Value, Words } from '@/core/types'

export type FieldDef = {
  key: string
  kind: string
  label: Words
  hint?: Words
  required?: boolean
  readonly?: boolean
  unique?: boolean
  indexed?: boolean
  /** Deleted by somebody: the column and its values stay, nobody sees them. */
  hidden?: boolean
  default?: Value
  column?: string | null
  aliases?: string[]
  options?: Options
  /** Where pages take a value from while a record is filled in. */
  linkage?: LinkageDef | null
  offers?: OfferDef | null
  /** Of a detail table: its columns. */
  fields?: FieldDef[]
}

export type Options = { choices?: Choice[]; target?: string; [name: string]: Value }

export type Gate = { fields?: string[]; condition?: Filter | null; message?: Words }

export type StageDef = {
  key: string
  label: Words
  type?: StageType
  probability?: number | null
  forecast_category?: string | null
  expected_days?: number | null
  colour?: string | null
  aliases?: string[]
  enter?: Gate
  leave?: Gate
}

export type PipelineDef = { key: string; label: Words; stages: StageDef[] }

export const DOES = ['require', 'lock', 'hide', 'show', 'set', 'narrow', 'warn', 'refuse'] as const
export type Does = (typeof DOES)[number]

export type ActionDef = {
  do: Does
  fields?: string[]
  field?: string | null
  value?: Value
  options?: string[]
  message?: Words
}

export type RuleDef = {
  key: string
  label?: Words
  when?: Filter | null
  /** Gives yes or no; fields by key. */
  formula?: string | null
  entering?: string[]
  leaving?: string[]
  changed?: string[]
  on?: ('create' | 'change')[]
  actions: ActionDef[]
  enabled?: boolean
}

export type SectionDef = {
  key: string
  label: Words
  /** May name elements and system columns, too. */
  fields: string[]
  collapsed?: boolean
  columns?: number
  /** The sheet it lies on. */
  tab?: string | null
}

export type TabDef = { key: string; label: Words }

export type PairDef = { field: string; op?: string; of: string }
/** Records of another form: those whose fields match ours, and a fixed condition. */
export type LookDef = { form: string; match?: PairDef[]; filter?: Filter | null; sort?: string[] }
export type QueryDef = LookDef & { columns?: string[]; limit?: number }
export type LinkageDef = LookDef & { take: string; overwrite?: 'always' | 'empty' }
/** The texts of `take` of such records are the only values that the field may have. */
export type OfferDef = Omit<LookDef, 'sort'> & { take: string }
export type SettingDef = { field: string; value: Value }
export type PressDef = { sets?: SettingDef[]; when?: Filter | null }

export const ELEMENTS = ['divider', 'description', 'embed', 'query', 'button'] as const

/** What stands between fields and holds no value: a line, a text, another page of the web (`url`, `height`), records
    of another form (`query`), a button (`press`; its `text` is asked first). */
export type ElementDef = {
  key: string
  kind: (typeof ELEMENTS)[number]
  label?: Words
  text?: Words
  url?: string
  height?: number
  query?: QueryDef | null
  press?: PressDef | null
}

export type ViewDef = { key: string; label: Words; definition: { [name: string]: Value } }

/** Fields whose values together make two records the same. */
export type TwinKeyDef = {
  key: string
  label?: Words
  kind?: 'block' | 'warn'
  fields: string[]
  when?: Filter | null
  also_in?: { form: string; fields: { [own: string]: string } }[]
  tells?: ('since' | 'owner')[]
}

/** What one field of a record that a push makes gets: of the source, of an earlier step, worked out, or fixed. */
export type PutDef = {
  put: string
  take?: string | null
  step?: string | null
  formula?: string | null
  value?: Value
  columns?: { take: string; put: string }[]
}
export type PushStepDef = {
  key: string
  label?: Words
  form: string
  mode?: 'either' | 'create' | 'find'
  through?: string | null
  find?: string[]
  existing?: 'empty' | 'overwrite' | 'leave'
  optional?: boolean
  offered?: boolean
  when?: Filter | null
  needs?: string[]
  puts?: PutDef[]
  owner?: 'source' | 'actor' | 'nobody'
  carries?: ('activities' | 'comments' | 'files' | 'team')[]
}
/** Records of other forms that are made of one of this. */
export type PushDef = {
  key: string
  label: Words
  hint?: Words
  when?: Filter | null
  steps: PushStepDef[]
  sets?: SettingDef[]
  stage?: string | null
  demands?: boolean
  again?: boolean
}

export type FormDef = {
  key: string
  version?: number
  label: Words
  plural?: Words
  icon?: string
  title: string
  subtitle?: string[]
  figures?: string[]
  owned?: boolean
  child_of?: string | null
  fields: FieldDef[]
  sections?: SectionDef[]
  tabs?: TabDef[]
  elements?: ElementDef[]
  pipelines?: PipelineDef[]
  traits?: { [trait: string]: { [slot: string]: string } }
  rules?: RuleDef[]
  duplicates?: TwinKeyDef[]
  pushes?: PushDef[]
  views?: ViewDef[]
  match?: string[]
  aliases?: string[]
  /** Parts that the designer carries along untouched. */
  [part: string]: unknown
}

/** What the designer can know of a control: its words, its group, and the schema of its options. */
export type KindInfo = {
  /** What a field begins with that is offered under a name of its own. */
  begins?: Partial<FieldDef>
  key: string
  label: Words
  group: string
  operand: string
  operators: string[]
  sortable: boolean
  groupable: boolean
  summable: boolean
  computed: boolean
  unique: boolean
  detail: boolean
  options: Schema
}

export type Schema = {
  type?: string
  title?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: { [name: string]: Schema }
  required?: string[]
  anyOf?: Schema[]
  items?: Schema
  $ref?: string
  [word: string]: unknown
}

/** `field` says where: `fields.amount.options.min`, `rules.big.when`, `title`. */
export type DraftProblem = { field: string; code: string; detail: string; params?: { [name: string]: unknown } }

export type Draft = {
  form: string
  /** The version in force; 0 when the form was never published. */
  published: number
  based_on: number
  /** Counts the keepings of the draft; 0: none is kept, the body is what is published. */
  version: number
  body: FormDef
  problems: DraftProblem[]
  changed_at: string | null
  changed_by: Ref | null
}

export type Part = { part: string; before: Value; after: Value }
export type ChangeKind = 'create' | 'add' | 'hide' | 'show' | 'replace' | 'change' | 'form'
export type DraftChange = {
  kind: ChangeKind
  field: string | null
  label: Words
  parts: Part[]
  /** Records with a value, where a field goes or changes its kind. */
  values?: number | null
}
export type Example = { value: Value; count: number }
export type Conversion = {
  field: string
  from: string
  to: string
  rows: number
  fails: number
  /** False: no value of the one kind can be one of the other. */
  possible?: boolean
  examples: Example[]
}
export type Twins = { field: string; twins: number; examples: Example[] }

export type Usage = { kind: string; form: string | null; key: string; label: Words | null; field: string | null }

export type Diff = {
  records: number
  changes: DraftChange[]
  statements: string[]
  problems: DraftProblem[]
  conversions: Conversion[]
  uniques: Twins[]
  uses: { field: string; items: Usage[] }[]
}

export type Version = {
  version: number
  state: string
  published_at: string | null
  published_by: Ref | null
  changes: { kind: ChangeKind; field: string | null; label: Words | null }[]
}

/** Started and never published. */
export type StartedForm = { form: string; label: Words; changed_at: string | null }

/** Whose records a role works with in a new form. */
export type Scope = 'own' | 'department' | 'department_below' | 'all'

export type DeletedForm = { form: string; label: Words; deleted_at: string; until: string }
