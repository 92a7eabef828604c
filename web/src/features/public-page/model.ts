// Shapes of a public form as visitors get it, and its fields by screens.
import type { FieldOptions, Words } from '@/core/types'

export type PublicField = {
  key: string
  kind: string
  label: Words
  hint: Words
  required: boolean
  group: Words
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
  challenge: Puzzle | null
}

export type Language = 'zh-CN' | 'en-US'
export type Reason = 'off' | 'early' | 'over' | 'full' | 'broken' | 'gone' | 'failed'

/** A file that was uploaded; `id` is the ticket that names it. */
export type Uploaded = { id: string; name: string; size: number; type: string }

export type Values = { [key: string]: unknown }
export type Group = { title: Words; fields: PublicField[] }

const says = (words: Words): boolean => Object.values(words).some((text) => text?.trim())

/** Fields by groups: a field with a group's title begins the next one. */
export function groupsOf(fields: PublicField[]): Group[] {
  const groups: Group[] = []
  for (const field of fields) {
    if (!groups.length || says(field.group)) groups.push({ title: field.group, fields: [] })
    groups.at(-1)!.fields.push(field)
  }
  return groups
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
