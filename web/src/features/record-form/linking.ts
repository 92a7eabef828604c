// While a record is filled in: a pick brings its fields along, linked fields take their value from other records.
import { useEffect, useMemo, useRef } from 'react'
import { fetchFill, fetchLinked, type Taken } from '@/core/linked'
import { fetchAmong } from '@/core/offers'
import { isProblem } from '@/core/problem'
import type { Values } from '@/core/rules'
import { isRef, useSettled } from '@/core/search'
import { toast } from '@/core/toasts'
import type { Field, Form, Value } from '@/core/types'
import { isEmpty, toWrite } from '@/kinds'

type Put = (change: (now: Values) => Values) => void

/** `picked` is told of every change by hand; `values` are those shown; `restored`: they were left half filled in. */
export function useLinking(
  form: Form,
  values: Values,
  put: Put,
  restored: boolean,
): { picked: (key: string, value: Value) => void } {
  useLinkages(form, values, put, restored)
  return {
    picked: (key, value) => {
      const field = form.fields.find((x) => x.key === key)
      if (!field?.options?.fill?.length || !isRef(value)) return
      void fetchFill(form.key, key, value.id).then((brought) => {
        put((now) => (sameRef(now[key], value.id) ? { ...now, ...taken(brought, now, field.options?.overwrite) } : now))
      }, told)
    },
  }
}

const sameRef = (value: Value, id: number): boolean => isRef(value) && value.id === id

/** Of what is brought along only what may stand here. */
function taken(brought: Values, now: Values, overwrite: unknown): Values {
  const wanted = ([key, value]: [string, Value]) => !isEmpty(value) && (overwrite !== 'empty' || isEmpty(now[key]))
  return Object.fromEntries(Object.entries(brought).filter(wanted))
}

const told = (e: unknown): void => {
  if (isProblem(e)) toast({ text: e.message })
  else throw e
}

function useLinkages(form: Form, values: Values, put: Put, restored: boolean): void {
  const linked = useMemo(() => form.fields.filter((field) => field.linkage), [form])
  const grounds = useSettled(JSON.stringify(linked.map((field) => groundsOf(form, field, values))), 300)
  const before = useRef<(string | null)[]>([])
  const resumed = useRef(restored)
  useEffect(() => {
    const fresh = !resumed.current // what was typed over it before the form was left stands
    resumed.current = false
    const now = JSON.parse(grounds) as (string | null)[]
    linked.forEach((field, i) => {
      const asked = now[i]
      if (!asked || asked === before.current[i]) return
      void fetchLinked<Taken>(form.key, field.key, JSON.parse(asked) as Values).then(({ found, value }) => {
        const keeps = (all: Values) => (!fresh || field.linkage?.overwrite === 'empty') && !isEmpty(all[field.key])
        if (found && before.current[i] === asked) put((all) => (keeps(all) ? all : { ...all, [field.key]: value }))
      }, told)
    })
    before.current = now
  }, [grounds, linked, form.key, put])
}

/** What linked fields take once `key` is changed in a record that stands; written along with it. What was chosen among
 * texts that depend on `key` and is no longer offered goes. */
export async function linkedTo(form: Form, values: Values, key: string): Promise<Values> {
  const [linked, gone] = await Promise.all([takenBy(form, values, key), noLongerOffered(form, values, key)])
  return { ...linked, ...gone }
}

async function noLongerOffered(form: Form, values: Values, key: string): Promise<Values> {
  const asking = form.fields.filter((x) => x.offers?.includes(key) && !x.readonly && !isEmpty(values[x.key]))
  const found = await Promise.all(
    asking.map(async (field): Promise<[string, Value] | null> => {
      const chosen = [values[field.key]].flat().map(String)
      const own = Object.fromEntries((field.offers ?? []).map((each) => [each, values[each] ?? null]))
      const kept = await fetchAmong(form.key, field.key, toWrite(form.fields, own), chosen)
      if (kept.length === chosen.length) return null
      return [field.key, Array.isArray(values[field.key]) ? chosen.filter((each) => kept.includes(each)) : null]
    }),
  )
  return Object.fromEntries(found.filter((each) => each !== null))
}

async function takenBy(form: Form, values: Values, key: string): Promise<Values> {
  const asking = form.fields.filter((field) => {
    const { linkage } = field
    return (
      linkage?.of.includes(key) && !field.readonly && (linkage.overwrite === 'always' || isEmpty(values[field.key]))
    )
  })
  const found = await Promise.all(
    asking.map(async (field): Promise<[string, Value] | null> => {
      const asked = groundsOf(form, field, values)
      if (!asked) return null
      const answer = await fetchLinked<Taken>(form.key, field.key, JSON.parse(asked) as Values)
      return answer.found ? [field.key, answer.value] : null
    }),
  )
  return Object.fromEntries(found.filter((each) => each !== null))
}

/** What a linked field asks with, as written; null while something of it is empty. */
function groundsOf(form: Form, field: Field, values: Values): string | null {
  const of = field.linkage?.of ?? []
  if (of.some((key) => isEmpty(values[key]))) return null
  return JSON.stringify(toWrite(form.fields, Object.fromEntries(of.map((key) => [key, values[key]]))))
}
