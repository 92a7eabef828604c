// Shapes of a public form as visitors get it, and its fields by screens.
import type { FieldOptions, Rule, Value, Words } from '@/core/types'

export type PublicField = {
  key: string
  kind: string
  label: Words
  hint: Words
  required: boolean
  /** A rule fills it in and nobody may write over it. */
  readonly?: boolean
  group: Words
  /** What rules compare it as, and what it is when it is left empty. */
  operand?: string
  default?: Value
  options: FieldOptions & { max_count?: number; max_size?: number; types?: string[]; rows?: number }
}

export type Puzzle = { token: string; nonce: string; bits: number; seconds: number }

export type PublicPage = {
  slug: string
  title: Words
  intro: Words
  privacy: Words
  languages: Language[]
  accent: string | null
  logo: string | null
  workspace: string
  state: 'open' | 'closed'
  reason: Reason | null
  fields: PublicField[]
  rules: Rule[]
  clock: Clock | null
  challenge: Puzzle | null
  /** The field whose address has to be shown by a code that is sent there. */
  code: string | null
}

/** What rules mean by today and this week; there where there are rules. */
export type Clock = { zone: string; week_start: number }

export type Language = 'zh-CN' | 'en-US'
export type Reason = 'off' | 'early' | 'over' | 'full' | 'broken' | 'gone' | 'failed'

/** A file that was uploaded; `id` is the ticket that names it. */
export type Uploaded = { id: string; name: string; size: number; type: string }

export type Values = { [key: string]: unknown }
export type Group = { title: Words; fields: PublicField[] }

/** The page as its rules leave it: `filled` are the keys that rules fill in, `gone` those whose choice is not offered. */
export type Judged = {
  fields: PublicField[]
  values: Values
  filled: ReadonlySet<string>
  gone: string[]
  warnings: Words[]
  refusals: { message: Words; fields: string[] }[]
}

export const unruled = (page: PublicPage, values: Values): Judged => ({
  fields: page.fields,
  values,
  filled: new Set(),
  gone: [],
  warnings: [],
  refusals: [],
})

const says = (words: Words): boolean => Object.values(words).some((text) => text?.trim())

/**
 * Fields by groups: a field with a group's title begins the next one. `left`: those of them that are shown; groups of
 * which nothing is shown are left out.
 */
export function groupsOf(fields: PublicField[], left: PublicField[] = fields): Group[] {
  const shown = new Map(left.map((field) => [field.key, field]))
  const groups: Group[] = []
  for (const field of fields) {
    if (!groups.length || says(field.group)) groups.push({ title: field.group, fields: [] })
    const now = shown.get(field.key)
    if (now) groups.at(-1)!.fields.push(now)
  }
  return groups.filter((group) => group.fields.length > 0)
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0)

const NUMBERS = new Set(['number', 'money', 'percent'])

/** What is sent: nothing for what is empty, numbers as numbers, tickets for files. */
export function toSend(fields: PublicField[], values: Values): Values {
  const filled = fields.filter((f) => !isEmpty(values[f.key]))
  return Object.fromEntries(filled.map((f) => [f.key, sent(f, values[f.key])]))
}

function sent(field: PublicField, value: unknown): unknown {
  if (field.kind === 'file' || field.kind === 'image') return (value as Uploaded[]).map((file) => file.id)
  if (!NUMBERS.has(field.kind) || typeof value !== 'string') return value
  const plain = value.normalize('NFKC').replace(/[,\s¥$€%]/g, '')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : value // the server says what is wrong with it
}

export const missingOf = (fields: PublicField[], values: Values): PublicField[] =>
  fields.filter((f) => f.required && isEmpty(values[f.key]))

/** How much is filled in, from 0 to 1: of what is required, and of everything where nothing is. */
export function progressOf(fields: PublicField[], values: Values): number {
  const required = fields.filter((f) => f.required)
  const counted = required.length ? required : fields
  return counted.length ? counted.filter((f) => !isEmpty(values[f.key])).length / counted.length : 0
}
