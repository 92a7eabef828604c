// An import from upload to undo, as the server keeps it; the proposal is what it understood of the workbook.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, patch, post } from '@/core/http'
import type { Form, Id, Words } from '@/core/types'

/** `note`: it was read, but something was assumed or left out. */
export type ColumnProblem = {
  code: string
  text?: string
  note?: boolean
  count: number
  examples: { row: number; raw: string }[]
}
export type ChoiceGuess = { raw: string; key: string | null; suggestion: string | null; count: number }
/** `key` '' and `id` 0: the cell stays empty; `locked`: it exists, but not for whoever imports. */
export type LinkGuess = {
  raw: string
  id: Id | null
  suggestion: string | null
  score: number
  count: number
  locked?: boolean
}
export type NameRows = { name: string; rows: number }
export type Owners = {
  known_rows: number
  nobody_rows: number
  make: NameRows[]
  make_total: number
  unknown: NameRows[]
  unknown_total: number
  unknown_rows: number
  may_make: boolean
  may_assign: boolean
  goes_to: { id: Id; title: string | null } | null
}

export type ImportColumn = {
  index: number
  letter: string
  heading: string
  field: string | null
  confidence: number
  samples: (string | null)[]
  reading: { order: 'YMD' | 'DMY' | 'MDY' | null; assumed: boolean; unit: string | null } | null
  problems: ColumnProblem[]
  choices?: ChoiceGuess[]
  links?: LinkGuess[]
}

export type ImportSheet = {
  name: string
  hidden: boolean
  use: boolean
  reason: string | null
  reason_text?: string
  heading_row: number | null
  first_row: number | null
  rows: number
  title: string | null
  columns: ImportColumn[]
  skipped: { row: number; code: string }[]
  owner: { source: 'sheet' | 'column' | 'none'; name: string | null; person: { id: Id; title: string } | null }
}

export type ImportOptions = {
  match: string[]
  on_match: 'fill' | 'overwrite' | 'skip' | 'create'
  create_missing: { choices: boolean; links: boolean; people: boolean }
  existing_history: boolean
  owner: Id | null
}

/** What a row may be, because both share `field`; nothing of it is known where it is `locked`. */
export type TwinCandidate = {
  form: string
  id: Id | null
  title: string | null
  score: number
  owner: string | null
  field?: string
  locked?: boolean
}
export type Twin = {
  sheet: string
  row: number
  title: string
  candidates: TwinCandidate[]
  /** Rows of the file that share `field` with this one. */
  alike?: { sheet: string; row: number; title: string; field?: string }[]
  choice: Id | 'create' | 'skip' | null
}

/** What columns may fill for whoever imports. */
export type Target = { key: string; kind: string; label: Words }

export type Proposal = {
  form?: { key: string; label: Words }
  targets?: Target[]
  file: { name: string; size: number; kind: string }
  sheets: ImportSheet[]
  options: ImportOptions
  twins: { inside: number; known: number; locked?: number; uncertain: Twin[] }
  owners?: Owners | null
  rights: { [right: string]: boolean }
  remembered: boolean
  /** `compared` false: known rows were too many to look into; `update` are all of them, at most. */
  summary: { rows: number; create: number; update: number; unchanged?: number; skip: number; compared?: boolean }
  conflicts?: Conflicts | null
}

/** Rows that name another owner than the record has or gets; the first of them. */
export type Conflicts = {
  total: number
  examples: { sheet: string; row: number; title: string; owner: string | null; theirs: string | null }[]
}

export const FIGURES = [
  'created',
  'updated',
  'unchanged',
  'skipped',
  'twins',
  'conflicts',
  'links_created',
  'people_created',
  'choices_created',
  'owners_unknown',
  'cells_refused',
  'cells_partly',
  'rows_refused',
] as const
export type Figure = (typeof FIGURES)[number]

export type ImportResult = {
  created: number
  updated: number
  skipped: number
  unchanged: number
  twins: number
  conflicts: number
  cells_refused: number
  rows_refused: number
  people_created: number
  links_created: number
  choices_created?: number
  owners_unknown?: number
  cells_partly?: number
  sums: { [field: string]: number }
  batch: Id | null
}

export type ImportUndo = {
  possible: boolean
  done?: boolean
  running?: boolean
  until?: string | null
  batch?: Id | null
  result?: { restored: number; left: number; options_retired: number; options_in_use: number } | null
}

export type ImportStatus = 'proposed' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export type Import = {
  id: Id
  form: string
  file_name: string
  status: ImportStatus
  proposal: Proposal
  progress: { done: number; total: number | null; rate: number | null; remaining_seconds: number | null } | null
  result: ImportResult | null
  undo: ImportUndo | null
  error?: { code?: string; detail?: string } | null
  created_at: string
}

export type SheetPatch = {
  name: string
  use?: boolean
  heading_row?: number
  columns?: {
    index: number
    field?: string | null
    reading?: Partial<NonNullable<ImportColumn['reading']>>
    choices?: { raw: string; key: string | null }[]
    links?: { raw: string; id: Id | null }[]
  }[]
  owner?: Partial<ImportSheet['owner']> | { source: ImportSheet['owner']['source'] }
}
export type ImportPatch = {
  sheets?: SheetPatch[]
  options?: Partial<ImportOptions>
  twins?: { sheet: string; row: number; choice: Twin['choice'] }[]
}

export const importKey = (id: Id) => ['import', id] as const
const busy = (s: ImportStatus | undefined): boolean => s === 'queued' || s === 'running'
const undoing = (run: Import | undefined): boolean => run?.undo?.running === true

export const useImport = (id: Id) =>
  useQuery({
    queryKey: importKey(id),
    queryFn: () => get<Import>(`/imports/${id}`),
    refetchInterval: (q) => (busy(q.state.data?.status) || undoing(q.state.data) ? 700 : false),
  })

export const useImports = () =>
  useQuery({ queryKey: ['import', 'list'], queryFn: () => get<{ items: Import[] }>('/imports') })

export function useUpload() {
  return useMutation({
    mutationFn: ({ form, file }: { form: string; file: File }) => {
      const body = new FormData()
      body.append('form', form)
      body.append('file', file)
      return post<Import>('/imports', body)
    },
  })
}

export function useRevise(id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: ImportPatch) => patch<Import>(`/imports/${id}`, change),
    onSuccess: (now) => client.setQueryData<Import>(importKey(id), (old) => (old ? { ...old, ...now } : now)),
  })
}

/** A line behind a figure of the result: `rows` of the figure it stands for, the record where it may be seen. */
export type ResultLine = {
  id: number
  sheet: string | null
  row: number | null
  column: string | null
  raw: string | null
  text: string | null
  rows: number
  record: { form: string; id: Id; title: string } | null
}
type ResultPage = { outcome: Figure; total: number; items: ResultLine[]; next: number | null }

export const useResults = (id: Id, outcome: Figure) =>
  useInfiniteQuery({
    queryKey: [...importKey(id), 'results', outcome],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => get<ResultPage>(`/imports/${id}/results/${outcome}?after=${pageParam}`),
    getNextPageParam: (last) => last.next,
  })

/** run, cancel, resume, undo. */
export function useAct(id: Id) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (act: 'run' | 'cancel' | 'resume' | 'undo') =>
      post(`/imports/${id}/${act}`, {}, { idempotencyKey: newIdempotencyKey() }),
    onSettled: () => client.invalidateQueries({ queryKey: ['import'] }),
  })
}

/** The list of people is no form that anybody opens; its columns are all the wizard needs of it. */
export const PEOPLE = 'user'
export const formOf = (p: Proposal): Form => ({
  key: p.form?.key ?? PEOPLE,
  version: 0,
  label: p.form?.label ?? {},
  title: 'name',
  fields: (p.targets ?? []).map((x) => ({ key: x.key, kind: x.kind, label: x.label })),
  system: [],
  actions: [],
})

export const usedSheets = (p: Proposal): ImportSheet[] => p.sheets.filter((s) => s.use)

/** All problems of the columns that will be imported, worst first. */
export function problemsOf(p: Proposal): { sheet: string; column: ImportColumn; problem: ColumnProblem }[] {
  return usedSheets(p)
    .flatMap((s) =>
      s.columns
        .filter((c) => c.field)
        .flatMap((column) => column.problems.map((problem) => ({ sheet: s.name, column, problem }))),
    )
    .sort(
      (a, b) => Number(a.problem.note ?? false) - Number(b.problem.note ?? false) || b.problem.count - a.problem.count,
    )
}
