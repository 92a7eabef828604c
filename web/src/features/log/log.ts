// Logging what happened: which form keeps activities, its kinds, and the call that stores one.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { may, slot, useForms } from '@/core/forms'
import { newIdempotencyKey, post } from '@/core/http'
import { refreshForm } from '@/core/records'
import { useLooking } from '@/core/session'
import type { Choice, Form, Id, Row } from '@/core/types'

export type About = { form: string; id: Id; title?: string | null | undefined }
export type Entry = {
  about: About
  kind: string | null
  content: string
  /** Left out: the step that stands stays; null: it is done with. */
  next_at?: string | null
  next_step?: string | null
  /** Tasks that are ticked off with it. */
  done?: { form: string; id: Id }[]
  /** The record's own planned day is done with. */
  plan_done?: boolean
  /** Uploads that are to hang on it. */
  files?: Id[]
}

/** The form with the activity trait, and the kinds it offers. */
export function useActivityForm(): { form: Form | undefined; kinds: Choice[] } {
  const forms = useForms()
  const form = forms.data?.items.find((f) => f.traits?.activity)
  const key = form && slot(form, 'activity', 'kind')
  const kinds = form?.fields.find((f) => f.key === key)?.options?.choices?.filter((c) => !c.archived) ?? []
  return { form, kinds }
}

/** Whether the person may log about this form's records (about `row`): nothing is logged about a log, nor by who only
 * looks. Who may claim a record claims it first: once worked on by nobody it would be out of their sight. */
export function useMayLog(about?: Form, row?: Row): boolean {
  const { form } = useActivityForm()
  const looking = useLooking()
  return Boolean(form && may(form, 'create')) && !about?.traits?.activity && !looking && !row?._may?.includes('claim')
}

export function useLog() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (e: Entry) =>
      post<Row>(
        '/log',
        { ...e, about: { form: e.about.form, id: e.about.id } },
        { idempotencyKey: newIdempotencyKey() },
      ),
    onSuccess: (_row, e) => {
      refreshForm(client, e.about.form, e.about.id)
      for (const key of ['today', 'dashboard', 'timeline', 'related', 'kanban'])
        void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

/** 09:00 of a day (YYYY-MM-DD) in the zone, as the server wants it: the browser only names the day and hour. */
export const morningOf = (day: string): string => `${day}T09:00:00`

/** The day `n` days after `day`. */
export function addDays(day: string, n: number): string {
  const d = new Date(`${day}T00:00:00Z`)
  d.setUTCDate(d.getUTCDate() + n)
  return d.toISOString().slice(0, 10)
}

/** The next Monday after `day`, never the day itself. */
export function nextMonday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, (8 - weekday) % 7 || 7)
}
