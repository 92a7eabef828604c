// Live updates: one event stream; messages name what changed and the caches of it go stale.
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { FORMS } from './forms'
import { JOBS } from './jobs'
import { NOTIFICATIONS } from './notifications'
import { ME, useExpired } from './query'
import { refreshForm } from './records'
import { follow } from './stream'

export type Live =
  | { event: 'record'; form: string; id?: number }
  | { event: 'job'; id: string }
  | { event: 'forms' }
  | { event: 'notification' }
  /** More happened than could be told: everything shown is fetched anew. */
  | { event: 'reload' }

const KINDS = ['record', 'job', 'forms', 'notification', 'reload'] as const
const QUIET = 400

/** Listens while mounted. Bursts (an import) refresh a form once per quiet moment. */
export function useLiveUpdates(): void {
  const client = useQueryClient()
  const expired = useExpired((s) => s.expired)
  useEffect(() => {
    if (expired) return // a refused stream is not tried again by itself
    const pending = new Map<string, Live>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      pending.forEach((m) => apply(client, m))
      pending.clear()
    }
    const gather = (m: Live) => {
      collect(pending, m)
      timer ??= setTimeout(flush, QUIET)
    }
    const end = follow('/api/events', {
      events: KINDS,
      tell: (event, data) => gather({ ...(data ? JSON.parse(data) : {}), event } as Live),
      missed: () => gather({ event: 'reload' }),
    })
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [client, expired])
}

/** Two different records of one form in one burst become "the form". */
export function collect(pending: Map<string, Live>, m: Live): void {
  const key = m.event === 'record' ? `record:${m.form}` : m.event
  const seen = pending.get(key)
  const several = seen?.event === 'record' && m.event === 'record' && seen.id !== m.id
  pending.set(key, several ? { event: 'record', form: m.form } : m)
}

/** A record of one form may be shown on pages of others (related lists, today, dashboards), so those go stale too. */
export function apply(client: QueryClient, m: Live): void {
  const stale = (...keys: readonly (readonly unknown[])[]) =>
    keys.forEach((queryKey) => void client.invalidateQueries({ queryKey }))
  if (m.event === 'record') {
    refreshForm(client, m.form, m.id)
    stale(['today'], ['dashboard'], ['related'], ['timeline'], ['kanban'], ['pools'], ['leaks'], ['agenda'])
    stale(['pushes', m.form], ['duplicates', m.form])
  }
  if (m.event === 'job') stale(JOBS, ['import'], ['batch'], ['admin', 'backups'])
  if (m.event === 'forms') stale(FORMS, ME)
  if (m.event === 'notification') stale(NOTIFICATIONS)
  if (m.event === 'reload') void client.invalidateQueries()
}
