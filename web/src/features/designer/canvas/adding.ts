// Adding a control: behind the chosen field, into the chosen section, or where it was dropped.
import { useForms } from '@/core/forms'
import type { Bench } from '../bench'
import { useBench } from '../sight'
import { newField } from '../making'
import { addColumn, addField } from '../model/fields'
import { endOf, groupsOf, type Place } from '../model/layout'
import { detailOf } from '../model/paths'
import { addElement } from '../model/elements'
import type { ElementDef, KindInfo } from '../model/types'
import { rowsForm, startOf } from '../options/gathering'
import { inBoth } from '../words'

/** `kind` at `to`, without a place where the choice says; as a column of `detail` when that is given. */
export function useAdding() {
  const bench = useBench()
  const forms = useForms().data?.items ?? []
  const target = forms.find((x) => x.key !== bench.form.key)?.key ?? bench.form.key
  return (kind: KindInfo, to?: Place, detail?: string) => {
    const into = detail ?? null
    const beside =
      into === null
        ? bench.view
        : rowsForm(
            bench.view,
            bench.view.fields.find((x) => x.key === into),
          )
    const field = newField(bench.now(), kind, into, {
      target,
      linked: startOf(kind.key, beside, forms),
      money: bench.form.fields.find((f) => f.kind === 'money' && !f.hidden)?.key ?? '',
      option: (n) => inBoth('option', n),
      column: (key) => bench.kinds.get(key)?.label ?? {},
    })
    bench.edit((f) => (into === null ? addField(f, field, to ?? placeFor(bench)) : addColumn(f, into, field)))
    bench.choose({ fields: [into === null ? field.key : `${into}.${field.key}`], section: null })
  }
}

/** A line, a text or a page between fields. */
export function useAddingElement() {
  const bench = useBench()
  return (kind: ElementDef['kind'], to?: Place) => {
    const label = kind === 'divider' ? {} : inBoth(kind)
    const [next, key] = addElement(
      bench.now(),
      { kind, label, ...START[kind] },
      to ?? placeFor(bench),
      inBoth('section'),
    )
    bench.edit(() => next)
    bench.choose({ fields: [key], section: null })
  }
}

const START: { [kind in ElementDef['kind']]: Partial<ElementDef> } = {
  divider: {},
  description: { text: inBoth('descriptionText') },
  embed: { url: 'https://', height: 320 },
  query: { query: { form: '', match: [], columns: [] } },
  button: { press: { sets: [] } },
}

function placeFor({ form, chosen }: Bench): Place {
  const last = chosen.fields[chosen.fields.length - 1]
  const key = last === undefined ? undefined : (detailOf(last) ?? last)
  for (const { section, keys } of groupsOf(form)) {
    if (key !== undefined && keys.includes(key))
      return { section: section?.key ?? null, before: keys[keys.indexOf(key) + 1] ?? null }
    if (section && section.key === chosen.section) return { section: section.key, before: null }
  }
  return endOf(form)
}
