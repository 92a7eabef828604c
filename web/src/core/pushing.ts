// Pushing a record into other forms: what a push would make, doing it, and the dialog that anything may open.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { get, newIdempotencyKey, post } from './http'
import { isProblem } from './problem'
import { refreshForm } from './records'
import type { Twin } from './twins'
import type { Form, Id, Ref, Value, Words } from './types'

export type Became = { step: string; how: 'made' | 'used'; form: string; id: Id; title?: string | null }
export type PushDone = { at: string; by: Ref | null; batch: Id; records: Became[] }
export type OfferedPush = {
  key: string
  label: Words
  hint: Words
  stage: string | null
  again: boolean
  offered: boolean
  may: boolean
  lacks: Words[]
  done: PushDone | null
}
export type Use = 'new' | 'existing' | 'skip'
export type Choice = { use: Use; id: Id | null }
export type PushStep = {
  key: string
  label: Words
  form: string
  form_label: Words
  mode: 'either' | 'create' | 'find'
  optional: boolean
  use: Use
  id: Id | null
  title: string | null
  proposed: Id | null
  values: { [key: string]: Value }
  fields: string[]
  required: string[]
  left: string[]
  twins: Twin[]
  lacks: 'create' | null
  carries: string[]
}
export type PushPlan = {
  push: string
  label: Words
  hint: Words
  stage: string | null
  offered: boolean
  may: boolean
  done: PushDone | null
  version: number | null
  asks: string[]
  steps: PushStep[]
}
export type Pushed = { batch: Id; records: Became[]; stripped: string[]; warnings: { message: string }[] }
export type StepBody = { use?: Use; id?: Id | null; values?: { [key: string]: Value } }
export type PushBody = {
  steps: { [step: string]: StepBody }
  source?: { [key: string]: Value }
  version?: number | null
}

type Open = { form: string; id: Id; push: string }
type Opener = { open: Open | null; show: (open: Open) => void; close: () => void }

/** The push whose dialog is open, whatever opened it. */
export const usePushOpener = create<Opener>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}))

export const openPush = (open: Open): void => usePushOpener.getState().show(open)

/** Opens the push that a move asks for; false where it was refused for another reason. */
export function asksForPush(e: unknown, form: string, id: Id): boolean {
  if (!isProblem(e) || e.code !== 'push.needed' || typeof e.params.push !== 'string') return false
  openPush({ form, id, push: e.params.push })
  return true
}

const offersKey = (form: string, id: Id) => ['pushes', form, id] as const

/** The pushes of a form for one of its records; nothing is asked where the form has none. */
export const usePushes = (form: Form, id: Id, version: unknown) =>
  useQuery({
    queryKey: [...offersKey(form.key, id), version],
    queryFn: () => get<{ items: OfferedPush[] }>(`/records/${form.key}/${id}/pushes`),
    enabled: Boolean(form.pushes?.length),
    placeholderData: keepPreviousData,
  })

/** What a push would make, as the steps are chosen so far. */
export const usePushPlan = ({ form, id, push }: Open, choices: { [step: string]: Choice }) =>
  useQuery({
    queryKey: ['push', form, id, push, choices],
    queryFn: ({ signal }) =>
      post<PushPlan>(`/records/${form}/${id}/push/${push}/preview`, { steps: choices }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export function usePush({ form, id, push }: Open) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ body, key }: { body: PushBody; key: string }) =>
      post<Pushed>(`/records/${form}/${id}/push/${push}`, body, { idempotencyKey: key }),
    onSuccess: (done) => {
      refreshForm(client, form, id)
      new Set(done.records.map((each) => each.form)).forEach((key) => refreshForm(client, key))
      void client.invalidateQueries({ queryKey: offersKey(form, id) })
      void client.invalidateQueries({ queryKey: ['kanban', form] })
    },
  })
}

export const newPushKey = newIdempotencyKey
