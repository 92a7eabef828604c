// What the server knows of formulas: its functions, the names a form offers, what is wrong with a text and where.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { get, post } from '../http'
import { isProblem } from '../problem'
import { useSettled } from '../search'
import type { Id, Words } from '../types'
import type { Node } from './tree'

export type Purpose = 'column' | 'condition' | 'value'

export type FunctionWords = {
  key: string
  aliases: string[]
  family: string
  takes: string
  result: string
  label: Words
  hint: Words
  example: string
  only: string
}
type Calendar = { week: number[]; holidays: string[]; workdays: string[] }
export type OfferedField = { path: string; type: string; labels: Words[] }

/** A text that makes sense: `text` names fields by key and is what is stored, `said` by label. */
export type Checked = {
  type: string
  tree: Node
  text: string
  said: string
  fields: string[]
  volatile: '' | 'day' | 'moment'
  value: unknown
  error: string | null
}

/** What is wrong, in words, and where: `offset` and `length` in code points. */
export type Wrong = { detail: string; code: string; offset: number; length: number; near: string[] }

export const useFunctions = (enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['formulas', 'functions'],
    queryFn: () => get<{ functions: FunctionWords[]; calendar?: Calendar }>('/formulas/functions'),
    staleTime: Infinity,
  })

/** `draft`: which state of the form's draft is asked, undefined for the form in force; `detail`: for a formula in the
 * rows of that detail table. */
export const useOffered = (form: string, purpose: Purpose, detail: string | null = null, draft?: string) =>
  useQuery({
    queryKey: ['formulas', 'fields', form, purpose, detail, draft ?? null],
    queryFn: () =>
      get<{ items: OfferedField[] }>(`/formulas/fields/${form}`, {
        query: { column: purpose === 'column' ? 1 : null, detail, draft: draft === undefined ? null : 1 },
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

type Asked = {
  form: string
  text: string
  purpose: Purpose
  record?: Id | undefined
  detail?: string | null
  draft?: string | undefined
}
export type Verdict = { text: string; checked?: Checked; wrong?: Wrong }

/** The verdict on the text once the person rests; the last one stays until the next is here. */
export function useVerdict({ form, text, purpose, record, detail = null, draft }: Asked) {
  const settled = useSettled(text, 250)
  return useQuery({
    queryKey: ['formulas', 'check', form, purpose, record ?? null, detail, draft ?? null, settled],
    queryFn: ({ signal }) => judge({ form, text: settled, purpose, record, detail, draft }, signal),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
}

async function judge(asked: Asked, signal: AbortSignal): Promise<Verdict> {
  try {
    const { draft, record = null, ...rest } = asked
    const body = { ...rest, record, draft: draft !== undefined }
    const checked = await post<Checked>('/formulas/check', body, { signal })
    return { text: asked.text, checked }
  } catch (error) {
    if (!isProblem(error) || !error.code.startsWith('formula.')) throw error
    const { offset, length, near } = error.params as { offset?: number; length?: number; near?: string[] }
    const place = { offset: offset ?? 0, length: length ?? 0, near: near ?? [] }
    return { text: asked.text, wrong: { detail: error.message, code: error.code, ...place } }
  }
}
