// A form from a workbook: what the server makes of its columns, and the definition that comes of what was chosen.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { post, newIdempotencyKey } from '@/core/http'
import type { Words } from '@/core/types'
import { keepDraft, refreshForms } from '../api'
import type { Draft, FieldDef, FormDef } from '../model/types'

/** `field` null: the column needs none (`why`). */
export type Column = {
  heading: string
  samples: string[]
  filled: number
  field: FieldDef | null
  why: 'owner' | 'counter' | 'empty' | null
  /** Its cells name records, people or departments that are there: `met` of `asked` names; `field` is the one that points
   *  there, `plain` what it would be else. */
  points: { form: string; label: Words; met: number; asked: number; plain: Bare; field: Bare } | null
}
type Bare = Pick<FieldDef, 'kind' | 'options'>
export type Understood = {
  sheets: { index: number; name: string; rows: number }[]
  sheet: number
  name: string
  rows: number
  title: string | null
  columns: Column[]
}
/** What somebody changed: the kind or name of a column by its place, or that it is left out. */
export type Choices = { [at: number]: { kind?: string; name?: string; out?: boolean } }

/** Kinds that any column can be turned into; a choice needs its options and stays what was understood. */
export const PLAIN_KINDS = [
  'text',
  'long_text',
  'number',
  'money',
  'percent',
  'date',
  'datetime',
  'switch',
  'phone',
  'email',
  'link',
]

export const useUnderstood = (file: number | null, sheet: number | null) =>
  useQuery({
    queryKey: ['design', 'understood', file, sheet],
    queryFn: () => post<Understood>('/forms/understand', { file, ...(sheet === null ? {} : { sheet }) }),
    enabled: file !== null,
    staleTime: Infinity,
    retry: false,
  })

/** The fields of what is not left out, in the order of the columns. */
export function fieldsOf(found: Understood, choices: Choices, locale: string): FieldDef[] {
  return found.columns.flatMap((column, at) => {
    const chosen = choices[at] ?? {}
    if (!column.field || chosen.out) return []
    const kind = chosen.kind ?? column.field.kind
    const label = chosen.name?.trim() ? { [locale]: chosen.name.trim() } : column.field.label
    const same = [column.field, column.points?.plain, column.points?.field].find((each) => each?.kind === kind)
    return [{ key: column.field.key, kind, label, ...(same?.options ? { options: same.options } : {}) }]
  })
}

/** The definition of the new form: its records are called by the telling column, else by a name of their own. */
export function bodyOf(started: FormDef, fields: FieldDef[], title: string | null): FormDef {
  const named = fields.find((field) => field.key === title && field.kind === 'text')
  const all = named
    ? fields.map((field) => (field === named ? { ...field, required: true } : field))
    : [
        ...started.fields.map(optional),
        ...fields.filter((field) => started.fields.every((own) => own.key !== field.key)),
      ]
  const [section] = started.sections ?? []
  return {
    ...started,
    title: named ? named.key : started.title,
    fields: all,
    sections: [{ ...section!, columns: 2, fields: all.map((field) => field.key) }],
  }
}

/** Nothing in the file says how its records are called: they go in without that. */
const optional = (field: FieldDef): FieldDef => ({ ...field, required: false })

export function useMakeFromFile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (w: { label: Words; fields: FieldDef[]; title: string | null }) => {
      const started = await post<Draft>('/forms', { label: w.label }, { idempotencyKey: newIdempotencyKey() })
      await keepDraft(started.form, bodyOf(started.body, w.fields, w.title), started.version)
      return started.form
    },
    onSuccess: () => refreshForms(client),
  })
}
