// Publishing and rolling back: at once or as a job; what must be agreed to first is told by the refusal.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isRunning, useCancelJob, useJob } from '@/core/jobs'
import { isProblem, Problem } from '@/core/problem'
import type { Scope } from '../model/types'
import { publish, refreshForms, rollBack, type Published } from '../api'

/** Values would be lost: asked once more, with the answer written down. */
export const asksLosses = (e: unknown): boolean => isProblem(e) && e.code === 'forms.conversion_fails'

export type Publishing = {
  go: (version: number, losses?: boolean, roles?: { [role: string]: Scope }) => void
  busy: boolean
  error: unknown
  /** The running job's share and note. */
  job: { done: number; total: number | null; note: string | null | undefined } | null
  /** Stops the job; nothing of it stays. */
  stop: () => void
  /** It was stopped, and nothing is changed. */
  stopped: boolean
  reset: () => void
}

/** `what`: send the draft, or go back to a version; `onDone` with the version now in force. */
export function usePublishing(
  form: string,
  what: 'publish' | 'rollback',
  onDone: (version: number) => void,
): Publishing {
  const client = useQueryClient()
  const [jobId, setJob] = useState<string | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [stopped, setStopped] = useState(false)
  const cancel = useCancelJob()
  const job = useJob(jobId).data
  const finish = (version: number) => void refreshForms(client, form).then(() => onDone(version))
  const send = useMutation({
    mutationFn: ({ version, losses, roles }: { version: number; losses: boolean; roles: { [role: string]: Scope } }) =>
      what === 'publish' ? publish(form, version, losses, roles) : rollBack(form, version, losses),
    onSuccess: (answer: Published) => ('job' in answer ? setJob(answer.job) : finish(answer.version)),
  })
  const ended = job && !isRunning(job) ? job : null
  useEffect(() => {
    if (!ended) return
    setJob(null)
    if (ended.state === 'done') finish(Number(ended.result?.version ?? 0))
    else if (ended.state === 'cancelled') setStopped(true)
    else setFailure(new Problem(409, { code: ended.error?.code ?? 'server', ...ended.error }))
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once a job
  }, [ended?.id])
  return {
    go: (version, losses = false, roles = {}) => {
      setFailure(null)
      setStopped(false)
      send.mutate({ version, losses, roles })
    },
    busy: send.isPending || jobId !== null,
    error: failure ?? send.error,
    job: jobId && job ? { done: job.done, total: job.total, note: job.note } : null,
    stop: () => jobId && cancel.mutate(jobId),
    stopped,
    reset: () => {
      setFailure(null)
      setStopped(false)
      send.reset()
    },
  }
}
