// Shapes of the HTTP contract that pages share (ARCHITECTURE.md, "HTTP").

import type { Node } from './formula/tree'

/** A label in every locale the workspace speaks. */
export type Words = { [locale: string]: string | undefined }

export type Id = number
export type Value = unknown

/** A relation, person or department as read; `title` is null and `locked` true where the target is not visible. */
export type Ref = { id: Id; title: string | null; locked?: boolean; form?: string }

/** A file or image as read. */
export type FileRef = { id: Id; name: string; size: number; type: string }

/** How badly a record leaks, and why: level 1 soon, 2 late, 3 leaking. */
export type Heat = {
  level: 1 | 2 | 3
  cause: 'overdue' | 'no_next_step' | 'stalled' | 'due'
  days: number
  /** What the stage expects, in days; null where no limit is involved. */
  limit?: number | null
  since: string
  field: string
}

/** A record as read: system columns beside the form's own keys. */
export type Row = {
  id: Id
  version: number
  title: string | null
  heat?: Heat | null
  _may?: string[]
  /** Of a pressed button: the batch that takes it back. */
  _batch?: Id
  _missing?: { stage: string; fields: string[] } | null
  /** The place of the first of the asked colours whose condition it meets. */
  _colour?: number | null
  [key: string]: Value
}

export type Page<T> = { items: T[]; next: string | null; total?: { value: number; exact: boolean } }

export type MenuItem = {
  key: string
  label: Words
  icon?: string | null
  route: string
  badge?: { leaking?: number; count?: number } | null
}
export type MenuSection = { section: string; label: Words; icon?: string | null; items: MenuItem[] }

export type Me = {
  person: { id: Id; name: string; account: string; department: Ref | null }
  workspace: { name: string; zone: string; week_start: number; currency: string; locale: string }
  locale: string
  csrf: string
  menu: MenuSection[]
  /** Routes of the two tabs in the middle of a phone's bar; null: whatever fits. */
  tabs: (string | null)[]
  /** The page this person begins with. */
  home?: string
  roles: unknown[]
  /** An administrator: may do everything, and set what others may. */
  admin?: boolean
  rights: { forms: { [form: string]: string[] }; configure: boolean; people: boolean; handover: boolean }
  preferences: { [key: string]: Value }
  /** Whom one looks as: all is read as that person, nothing is written. */
  looking?: { id: Id; name: string } | null
}

export type Choice = { key: string; label: Words; colour?: string | null; aliases?: string[]; archived?: boolean }

/** Options by kind; a kind reads only its own. */
export type FieldOptions = {
  choices?: Choice[]
  target?: string
  decimals?: number
  /** Of numbers: false writes 2026, not 2,026. */
  grouping?: boolean
  /** Of money: one currency (`code`) for the field, or one per record. */
  currency?: 'fixed' | 'record'
  code?: string
  unit?: string | null
  min?: number | null
  max?: number | null
  max_length?: number
  multiple?: boolean
  /** Of a relation: what a pick brings along. */
  fill?: { take: string; put: string }[]
  [key: string]: unknown
}

export type Field = {
  key: string
  kind: string
  label: Words
  hint?: Words | null
  required?: boolean
  readonly?: boolean
  default?: Value
  options?: FieldOptions
  operators?: string[]
  operand?: string
  /** Its value is taken from another form while a record is filled in, by the fields `of`. */
  linkage?: { form: string; of: string[]; overwrite: 'always' | 'empty' }
  /** Its values are texts out of another form; they depend on these fields of the record. */
  offers?: string[]
  /** Of a computed field: its formula, for those who may read all it asks for. */
  tree?: Node
  /** On some records, or on all, only a mask of its value is shown. */
  masked?: boolean
  /** It points at a form that the person may not read: a lock in every row. */
  closed?: boolean
  sortable?: boolean
  groupable?: boolean
  summable?: boolean
  /** Of a detail table: its columns. */
  fields?: Field[]
}

export type StageType = 'open' | 'won' | 'lost' | 'on_hold'
export type Stage = {
  key: string
  label: Words
  type: StageType
  probability?: number | null
  forecast_category?: string | null
  expected_days?: number | null
  aliases?: string[]
  enter?: { fields: string[] } | null
  leave?: { fields: string[] } | null
}
export type Pipeline = { key: string; label: Words; stages: Stage[] }

/** `fields` may name elements among them. `columns`: how many controls stand beside one another where there is room. */
export type Section = {
  key?: string
  label?: Words | null
  fields: string[]
  collapsed?: boolean
  columns?: number
  tab?: string | null
}
export type FormTab = { key: string; label: Words }
/** What stands between fields and holds no value. */
export type LayoutElement = {
  key: string
  kind: 'divider' | 'description' | 'embed' | 'query' | 'button'
  label: Words
  text: Words
  url: string
  height: number
  /** Records of another form that match the fields `of` of this one. */
  query?: { form: string; of: string[]; columns: string[] }
  /** Sets fields where `when` holds; the text is asked first. */
  press?: { when: Filter | null }
}

export type Layout = 'table' | 'kanban' | 'calendar' | 'gallery' | 'gantt'
/** Chart colours that are not warm: warmth says that something leaks. */
export type Tint = 'blue' | 'cyan' | 'purple' | 'pink' | 'grey'
export type CalendarSettings = { start: string; end?: string | null; colour_by?: string | null }
export type GallerySettings = { cover?: string | null; fields?: string[] }
export type GanttSettings = { start: string; end: string; group?: string | null }
export type Colouring = { filter: Filter; colour: Tint }

export type ViewDefinition = {
  icon?: string | null
  columns?: string[]
  filter?: Filter | null
  sort?: string[]
  layout?: Layout
  /** The field whose values are the groups. */
  group?: string | null
  widths?: { [field: string]: number }
  calendar?: CalendarSettings | null
  gallery?: GallerySettings | null
  gantt?: GanttSettings | null
  /** Records that match are tinted; the first match wins. */
  colours?: Colouring[]
  /** What can be done from a row and with many; `bulk` left out: whatever the person may. */
  buttons?: { row?: string[] | null; bulk?: string[] | null } | null
  /** A shared view is for these roles alone; told to those who may configure the form. */
  roles?: string[]
  default_for?: string[]
}
export type View = {
  id: Id | null
  key?: string | null
  label: Words | string
  mine: boolean
  shared: boolean
  /** It opens first: the person's own choice, else that of a role of theirs. */
  default?: boolean
  /** Every owned form has it, made by nobody: it can be copied, not changed. */
  ready?: boolean
  definition: ViewDefinition
  position?: number
  version?: number
}

/** What a rule does; see `forms.model.Action`. */
export type RuleAction = {
  do: 'require' | 'lock' | 'hide' | 'show' | 'set' | 'narrow' | 'warn' | 'refuse'
  fields?: string[]
  field?: string
  value?: Value
  options?: string[]
  message?: Words
}
/** The browser's copy of a rule, where the reader may read all it asks for. */
export type Rule = {
  key: string
  when: Filter | null
  formula: Node | null
  entering: string[]
  leaving: string[]
  changed: string[]
  on: ('create' | 'change')[]
  actions: RuleAction[]
}

export type Form = {
  key: string
  version: number
  label: Words
  /** The name of many, where the language knows one. */
  plural?: Words | null
  icon?: string | null
  title: string
  subtitle?: string[]
  figures?: string[]
  owned?: boolean
  fields: Field[]
  system: Field[]
  /** What the filters of lists may ask for beside the fields: how a record is open to the reader. */
  asked?: Field[]
  sections?: Section[]
  tabs?: FormTab[]
  elements?: LayoutElement[]
  pipelines?: Pipeline[]
  rules?: Rule[]
  /** The fields of each key by which records may be there already. */
  twins?: string[][]
  /** What its records may be pushed into; `stage`: the one that only this push leads to. `optional`: the steps that may
   * be left out, told to those who configure the form. */
  pushes?: {
    key: string
    label: Words
    stage: string | null
    optional?: { key: string; label: Words; form: string }[]
  }[]
  traits?: { [trait: string]: { [slot: string]: string } }
  views?: View[]
  actions: string[]
  related?: { form: string; field: string; label: Words }[]
}

export type Relative = { relative: string; n?: number }
export type Condition = { field: string; op: string; value?: Value }
/** A group with a name is one thing to people: it is shown by that name and removed as one. */
export type Filter = Condition | { and: Filter[]; named?: string } | { or: Filter[]; named?: string } | { not: Filter }

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
export type Job = {
  id: string
  kind: string
  label: Words | string
  state: JobState
  done: number
  total: number | null
  note?: string | null
  rate?: number | null
  remaining_seconds?: number | null
  result?: { [key: string]: unknown } | null
  error?: { code?: string; detail?: string; params?: { [key: string]: unknown } } | null
  created_at: string
  started_at?: string | null
  ended_at?: string | null
  link?: string | null
}
