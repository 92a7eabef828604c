// RFC 9457 problems as a typed error.

export type FieldProblem = { field: string; code: string; detail: string; params?: { [key: string]: unknown } }

export type ProblemBody = {
  title?: string
  status?: number
  code?: string
  detail?: string
  params?: { [key: string]: unknown }
  errors?: FieldProblem[]
  request_id?: string
  [key: string]: unknown
}

/** What the server refused or could not do, in the user's language; `code` is stable. Status 0 means no network. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly params: { [key: string]: unknown }
  readonly errors: FieldProblem[]
  readonly requestId: string | null
  readonly body: ProblemBody

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? (status === 0 ? 'network' : `http_${status}`)
    this.params = body.params ?? {}
    this.errors = body.errors ?? []
    this.requestId = body.request_id ?? null
    this.body = body
  }

  /** The detail that belongs to one field, if any. */
  of(field: string): string | undefined {
    return this.errors.find((e) => e.field === field)?.detail
  }
}

export const isProblem = (e: unknown): e is Problem => e instanceof Problem
