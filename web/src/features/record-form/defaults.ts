// What the server fills in where nobody says anything: shown from the beginning, so that it can be seen and changed.
import { useMemo } from 'react'
import { useMe } from '@/core/session'
import type { Field, Form, Ref, Value } from '@/core/types'
import type { Values } from '@/core/rules'

/** Kinds whose default reads as it is written; of the others the record shows it once it is there. */
const PLAIN = new Set(['text', 'long_text', 'number', 'money', 'percent', 'choice', 'choices', 'rating', 'switch'])

export function useDefaults(form: Form): Values {
  const { person } = useMe()
  return useMemo(() => defaultsOf(form, { id: person.id, title: person.name }), [form, person.id, person.name])
}

export function defaultsOf(form: Form, me: Ref): Values {
  const found = form.fields.map((field) => [field.key, shownOf(field, me)] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Values
}

function shownOf(field: Field, me: Ref): Value | undefined {
  const said = field.default
  if (said === undefined || said === null || field.readonly) return undefined
  if (field.kind === 'person' && isActor(said)) return me as unknown as Value
  return PLAIN.has(field.kind) && !isMade(said) ? said : undefined
}

/** `{now: true}` and its like are worked out when it is saved. */
const isMade = (said: Value): boolean => typeof said === 'object' && !Array.isArray(said)
const isActor = (said: Value): boolean => isMade(said) && 'actor' in (said as object)
