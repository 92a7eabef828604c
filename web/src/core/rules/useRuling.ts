// The ruling on what is being filled in, anew with every change; formulas come once they are loaded.
import { useEffect, useMemo, useState } from 'react'
import { foretells } from '../formula/foretells'
import { useSetting } from '../formula/setting'
import { useMe } from '../session'
import type { Form } from '../types'
import { rulingOf } from './ruling'
import type { Formulas, Ruling, Values } from './types'

type Make = typeof import('./formulas')['formulasOf']

export type Judge = (values: Values, before: Values | null) => Ruling

/** Judges what is being filled in. `before`: the record as it is stored, null for a new one. */
export function useJudge(form: Form): Judge {
  const me = useMe().person
  const asks = asksFormulas(form)
  const setting = useSetting(asks)
  const make = useFormulas(asks)
  return useMemo(() => {
    const formulas: Formulas | null = make && make(form, setting)
    const asker = { me: me.id, zone: setting.zone, weekStart: setting.weekStart, now: setting.now.ms }
    return (values, before) => rulingOf(form, { values, before, asker, me: { id: me.id, title: me.name } }, formulas)
  }, [form, make, setting, me.id, me.name])
}

/** The ruling on these values, made anew when they change. */
export function useRuling(form: Form, values: Values, before: Values | null): Ruling {
  const judge = useJudge(form)
  return useMemo(() => judge(values, before), [judge, values, before])
}

const asksFormulas = (form: Form): boolean =>
  Boolean(form.rules?.length) && (form.rules!.some((rule) => rule.formula !== null) || foretells(form))

function useFormulas(wanted: boolean): Make | null {
  const [make, setMake] = useState<Make | null>(null)
  useEffect(() => {
    if (wanted) void import('./formulas').then((module) => setMake(() => module.formulasOf))
  }, [wanted])
  return make
}
