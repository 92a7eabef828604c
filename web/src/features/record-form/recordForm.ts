// State of a form being filled in: values, draft, refusals, saving.
import { useCallback, useMemo, useRef, useState } from 'react'
import { useDraft } from '@/core/drafts'
import { useFormat } from '@/core/format'
import { newIdempotencyKey } from '@/core/http'
import { isProblem } from '@/core/problem'
import { useCreate } from '@/core/records'
import { goneFrom, ruled, type Ruling, useRuling, type Values } from '@/core/rules'
import type { Field, Form, Row, Value, Words } from '@/core/types'
import { useText } from '@/i18n'
import { isEmpty, kindOf, toWrite } from '@/kinds'
import { useDefaults } from './defaults'
import { useLinking } from './linking'

export type { Values }

export type RecordForm = {
  fields: Field[]
  /** What is shown before "more": required ones, the title and the first of the rest. */
  first: Field[]
  /** As the controls show them, with what rules fill in. */
  values: Values
  ruling: Ruling
  put: (key: string, value: Value) => void
  errors: { [key: string]: string }
  refusal: string
  busy: boolean
  restored: boolean
  reset: () => void
  /** Grows with every fresh start, to remount the controls. */
  round: number
  submit: () => Promise<Row | null>
}

const FIRST = 8

/** Fields one may fill in, in the order of the sections. */
export function writable(form: Form): Field[] {
  const ordered = (form.sections ?? []).flatMap((s) => s.fields)
  const rank = (f: Field) => (ordered.includes(f.key) ? ordered.indexOf(f.key) : ordered.length)
  return form.fields.filter((f) => !f.readonly && kindOf(f.kind).Editor).sort((a, b) => rank(a) - rank(b))
}

export function firstFields(form: Form, fields: Field[], start: Values = {}): Field[] {
  const must = fields.filter((f) => f.required || f.key === form.title || f.key in start)
  const rest = fields
    .filter((f) => !must.includes(f) && kindOf(f.kind).block !== true)
    .slice(0, Math.max(0, FIRST - must.length))
  return fields.filter((f) => must.includes(f) || rest.includes(f))
}

export function useRecordForm(form: Form, start: Values = {}): RecordForm {
  const t = useText('list')
  const f = useFormat()
  const create = useCreate(form.key)
  const scope = Object.keys(start).length ? `${form.key}:${JSON.stringify(toWrite(form.fields, start))}` : form.key
  const [values, setValues, drop, kept] = useDraft<Values>(`create.${scope}`, start)
  const [restored, setRestored] = useState(kept)
  const [errors, setErrors] = useState<{ [key: string]: string }>({})
  const [refusal, setRefusal] = useState('')
  const [round, setRound] = useState(0)
  const key = useRef(newIdempotencyKey())
  const defaults = useDefaults(form)
  const begun = useMemo(() => ({ ...defaults, ...values }), [defaults, values])
  const ruling = useRuling(form, begun, null)
  const shown = useMemo(() => ({ ...begun, ...ruling.filled }), [begun, ruling])
  const { picked } = useLinking(form, shown, setValues, restored)
  const all = useMemo(() => writable(form), [form])
  const usual = useMemo(() => firstFields(form, all, start), [form, all, start])
  const fields = useMemo(() => underRules(all, ruling, shown), [all, ruling, shown])
  const first = fields.filter((x) => usual.some((y) => y.key === x.key) || ruling.required.has(x.key))

  const told = useRef(picked)
  told.current = picked
  const put = useCallback(
    (k: string, v: Value) => {
      setValues((now) => ({ ...now, [k]: v }))
      told.current(k, v)
      setErrors((now) => (now[k] ? { ...now, [k]: '' } : now))
    },
    [setValues],
  )

  const fresh = () => {
    drop()
    setRestored(false)
    setErrors({})
    setRefusal('')
    key.current = newIdempotencyKey()
    setRound((r) => r + 1)
  }
  const submit = async (): Promise<Row | null> => {
    const missing = Object.fromEntries(
      fields
        .filter((x) => x.required && isEmpty(shown[x.key]))
        .map((x) => [x.key, t('form.missing', { field: f.words(x.label) })]),
    )
    setErrors(missing)
    setRefusal('')
    if (Object.keys(missing).length) return null
    try {
      const row = await create.mutateAsync({
        values: toWrite(fields, filled(values, ruling, defaults)),
        key: key.current,
      })
      fresh()
      return row
    } catch (e) {
      key.current = newIdempotencyKey() // What is sent next is another body.
      if (!isProblem(e)) throw e
      const at = Object.fromEntries(e.errors.map((x) => [x.field.split('.')[0]!, x.detail]))
      setErrors(at)
      if (!e.errors.some((x) => fields.some((y) => y.key === x.field.split('.')[0]))) setRefusal(e.message)
      return null
    }
  }
  return {
    fields,
    first,
    values: shown,
    ruling,
    errors: { ...gone(fields, ruling, shown, t('form.notOffered')), ...marked(ruling, f.words), ...stated(errors) },
    refusal,
    round,
    submit,
    restored,
    busy: create.isPending,
    reset: fresh,
    put,
  }
}

/** What is sent: nothing empty but where that says no to a default, nothing that rules hide or fill in themselves. */
const filled = (values: Values, ruling: Ruling, defaults: Values): Values =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([key, v]) => (!isEmpty(v) || key in defaults) && !ruling.hidden.has(key) && !(key in ruling.filled))
      .map(([key, v]) => [key, isEmpty(v) ? null : v]),
  )

/** The fields that rules leave; of a new record only what a rule fills in is closed. */
const underRules = (fields: Field[], ruling: Ruling, values: Values): Field[] =>
  fields
    .filter((field) => !ruling.hidden.has(field.key))
    .map((field) => {
      if (!isRuled(field, ruling)) return field // the same field, so that nothing of it is drawn anew
      const left = ruled(field, ruling, values[field.key])
      return { ...left, readonly: ruling.locked.has(field.key) && field.key in ruling.filled }
    })

const isRuled = ({ key }: Field, ruling: Ruling): boolean =>
  ruling.narrowed.has(key) || ruling.required.has(key) || ruling.locked.has(key)

const gone = (fields: Field[], ruling: Ruling, values: Values, text: string): { [key: string]: string } =>
  Object.fromEntries(fields.filter((x) => goneFrom(ruling, x.key, values[x.key])).map((x) => [x.key, text]))

/** What rules will refuse, at the fields they mark. */
const marked = (ruling: Ruling, say: (words: Words) => string): { [key: string]: string } =>
  Object.fromEntries(ruling.refusals.flatMap((said) => said.fields.map((key) => [key, say(said.message)])))

const stated = (errors: { [key: string]: string }): { [key: string]: string } =>
  Object.fromEntries(Object.entries(errors).filter(([, text]) => text))
