// What a new field of each kind begins with.
import type { Words } from '@/core/types'
import { freeKey } from './model/keys'
import { detailOf, fieldAt } from './model/paths'
import type { FieldDef, FormDef, KindInfo, Options } from './model/types'

type Asks = {
  option: (n: number) => Words
  column: (kind: string) => Words
  target: string
  money: string
  /** What a rollup or a lookup begins with. */
  linked?: Options
}

/** `at`: the path it will have (`lines.` for a column), to find a key that is free there. */
export function newField(form: FormDef, kind: KindInfo, at: string | null, asks: Asks): FieldDef {
  const siblings = at === null ? form.fields : (fieldAt(form, at)?.fields ?? [])
  const key = freeKey(
    kind.key,
    siblings.map((f) => f.key),
  )
  return {
    key,
    kind: kind.key,
    label: numbered(kind.label, siblings),
    ...(kind.key === 'detail' ? { fields: [column('text', asks), column('number', asks)] } : {}),
    options: startOptions(kind, asks),
    ...kind.begins,
  }
}

const column = (kind: string, asks: Asks): FieldDef => ({ key: kind, kind, label: asks.column(kind), options: {} })

function startOptions(kind: KindInfo, asks: Asks): Options {
  const known = kind.options.properties ?? {}
  if ('choices' in known)
    return { choices: [1, 2].map((n) => ({ key: n === 1 ? 'option' : `option_${n}`, label: asks.option(n) })) }
  if ('target' in known && kind.options.required?.includes('target')) return { target: asks.target }
  if (kind.key === 'rollup' || kind.key === 'lookup') return asks.linked ?? {}
  if ('of' in known) return { of: asks.money }
  return {}
}

/** The kind's own name; the second of a kind gets a number, so that two can be told apart. */
function numbered(label: Words, siblings: FieldDef[]): Words {
  const out: Words = {}
  for (const [locale, word] of Object.entries(label)) {
    const taken = new Set(siblings.map((f) => f.label[locale]))
    let name = word ?? ''
    for (let n = 2; taken.has(name); n += 1) name = `${word} ${n}`
    out[locale] = name
  }
  return out
}

/** True while the field may change its key: nothing published bears it. */
export const isNew = (inForce: FormDef | null, path: string): boolean => {
  if (inForce === null) return true
  const detail = detailOf(path)
  if (detail !== null && fieldAt(inForce, detail) === undefined) return true
  return fieldAt(inForce, path) === undefined
}
