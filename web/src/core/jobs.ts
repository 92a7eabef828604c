// Background work: what runs, how far, and stopping it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, newIdempotencyKey, post } from './http'
import type { Notice } from './notifications'
import type { Job } from './types'

export const JOBS = ['jobs'] as const

export const isRunning = (job: Job): boolean => job.state === 'queued' || job.state === 'running'

/** The jobs that no notice tells of: one that ended with one is found there, once. */
export const untold = (jobs: Job[], notices: Notice[]): Job[] =>
  jobs.filter((job) => isRunning(job) || !notices.some((n) => tellsOf(n, job)))

const tellsOf = (notice: Notice, job: Job): boolean =>
  Boolean(job.link) && notice.link === job.link && Date.parse(notice.created_at) >= Date.parse(job.created_at)

/** Done share 0–1, or null while the total is unknown. */
export const share = (job: Job): number | null => (job.total ? Math.min(1, job.done / job.total) : null)

/** The person's recent jobs; asked every second only while one runs. */
export function useJobs() {
  return useQuery({
    queryKey: JOBS,
    queryFn: () => get<{ items: Job[] }>('/jobs'),
    refetchInterval: (q) => (q.state.data?.items.some(isRunning) ? 1000 : false),
  })
}

export function useJob(id: string | null) {
  return useQuery({
    queryKey: [...JOBS, id],
    queryFn: () => get<Job>(`/jobs/${id}`),
    enabled: id !== null,
    refetchInterval: (q) => (q.state.data && !isRunning(q.state.data) ? false : 700),
  })
}

export function useCancelJob() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => post(`/jobs/${id}/cancel`, {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => void client.invalidateQueries({ queryKey: JOBS }),
  })
}
