// Bulk work as batches: wait for the job, say what happened, offer undo.
import type { QueryClient } from '@tanstack/react-query'
import { get } from './http'
import { isRunning } from './jobs'
import { refreshForm, undoBatch, type Batch } from './records'
import { toast } from './toasts'
import type { Id, Job, Words as LabelWords } from './types'

export type BatchReport = {
  id: Id
  kind: string
  form: string
  state: string
  summary: { changed?: number; failed?: number; skipped?: number; restored?: number; alike?: number }
  results?: {
    /** Null: the record was to be made. */
    id: Id | null
    form?: string | null
    title: string | null
    ok: boolean
    code?: string | null
    detail?: string | null
  }[]
  /** What may be there already; of a twin out of sight only that there is one. */
  twins?: {
    form: string
    id: Id
    title: string | null
    label: LabelWords
    twin: { form: string; id: Id | null; title: string | null }
  }[]
  undo: { possible: boolean; until?: string | null }
}

export const loadBatch = (id: Id): Promise<BatchReport> => get<BatchReport>(`/batches/${id}`)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Resolves when the job has ended, or after `patience` ms while it goes on in the background. */
export async function waitForJob(job: string, patience = 15_000): Promise<Job | null> {
  const until = Date.now() + patience
  for (let wait = 150; Date.now() < until; wait = Math.min(wait * 1.5, 1000)) {
    const now = await get<Job>(`/jobs/${job}`)
    if (!isRunning(now)) return now
    await pause(wait)
  }
  return null
}

type Words = {
  /** 已改 4 家 */
  done: (count: number) => string
  /** 2 家没有改：…, shown when some were refused */
  failed: (count: number, why: string) => string
  /** 3 条可能与已有记录重复：…, the first named */
  alike: (count: number, title: string) => string
}

/** Follows a bulk batch to its end: refreshes lists, tells the count and offers undo. */
export async function followBatch(client: QueryClient, form: string, started: Batch, words: Words): Promise<void> {
  const ended = await waitForJob(started.job)
  refreshForm(client, form)
  if (!ended) return // Long work goes on; the bell shows it and tells when it is done.
  const report = await loadBatch(started.batch)
  const { changed = 0, failed = 0 } = report.summary
  if (changed > 0) {
    const undo = report.undo.possible ? () => void undoAndRefresh(client, form, started.batch) : undefined
    toast({
      text: words.done(changed),
      undo,
      merge: { key: `${form}:${report.kind}`, count: changed, say: words.done },
    })
  }
  if (failed > 0) toast({ text: words.failed(failed, report.results?.find((r) => !r.ok)?.detail ?? '') })
  const [twin] = report.twins ?? []
  if (twin) toast({ text: words.alike(report.summary.alike ?? 1, twin.title ?? `#${twin.id}`) })
}

export async function undoAndRefresh(client: QueryClient, form: string, batch: Id): Promise<void> {
  const { job } = await undoBatch(batch)
  await waitForJob(job)
  refreshForm(client, form)
}
