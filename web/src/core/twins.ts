// Records that may be there already, while one is filled in; what is told of them is the server's decision.
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { newIdempotencyKey, post } from './http'
import { useSettled } from './search'
import type { Form, Id, Ref, Value, Words } from './types'

type Values = { [key: string]: Value }

export type Twin = {
  key: string
  label: Words
  kind: 'block' | 'warn'
  fields: string[]
  form: string
  form_label: Words
  seen: boolean
  may_ask: boolean
  id: Id | null
  title: string | null
  owner: Ref | null
  stage?: string | null
  created_at?: string
  last_activity_at?: string | null
}
export type Met = { items: Twin[]; version: number; at: string }

const NOTHING: Met = { items: [], version: 0, at: '' }

/** What the keys of the form compare, of those whose fields all have a value. */
export function compared(form: Pick<Form, 'twins'>, values: Values): Values {
  const whole = (form.twins ?? []).filter((keys) => keys.every((key) => !isNothing(values[key])))
  return Object.fromEntries(whole.flat().map((key) => [key, values[key] ?? null]))
}

const isNothing = (value: Value | undefined): boolean => value === undefined || value === null || value === ''

/** The records that these values meet, asked once typing has come to rest. */
export function useTwins(form: Form, values: Values): Met {
  const asked = useSettled(JSON.stringify(compared(form, values)), 300)
  const found = useQuery({
    queryKey: ['twins', form.key, asked],
    queryFn: ({ signal }) => post<Met>(`/records/${form.key}/twins`, { values: few(form, values) }, { signal }),
    enabled: asked !== '{}',
    placeholderData: keepPreviousData,
  })
  return asked === '{}' ? NOTHING : (found.data ?? NOTHING)
}

/** Conditions of keys may ask for other fields: those that have a value go along, the compared ones first. */
function few(form: Form, values: Values): Values {
  const first = compared(form, values)
  const rest = Object.entries(values).filter(([key, value]) => !(key in first) && !isNothing(value))
  return { ...Object.fromEntries(rest.slice(0, 40)), ...first }
}

/** Ask the owner of a record that is there already to be taken into its team. */
export const useAskToJoin = (form: Form, values: Values) =>
  useMutation({
    mutationFn: (twin: Pick<Twin, 'key' | 'form'>) =>
      post<{ told: number }>(
        `/records/${form.key}/twins/ask`,
        { values: compared(form, values), key: twin.key, form: twin.form },
        { idempotencyKey: newIdempotencyKey() },
      ),
  })
