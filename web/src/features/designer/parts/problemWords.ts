// A problem of the draft in words: where it is, and what it says with the names of fields instead of their keys.
import { fieldOf, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { fieldAt } from '../model/paths'
import type { DraftProblem, FormDef } from '../model/types'
import { useBench } from '../sight'

export function useProblemWords(): (p: DraftProblem) => string {
  const { form } = useBench()
  const forms = useForms().data?.items
  const f = useFormat()
  return (p) => {
    const where = f.words(labelAt(form, p.field))
    // A problem about another form names that form and a field of it.
    const other = forms?.find((x) => x.key === p.params?.form)
    const named = (key: string): string =>
      f.words(key === other?.key ? other.label : ((other && fieldOf(other, key)) ?? fieldAt(form, key))?.label)
    const text = Object.values(p.params ?? {}).reduce<string>((said, key) => {
      const label = typeof key === 'string' ? named(key) : ''
      return label ? said.replace(`“${String(key)}”`, `“${label}”`) : said
    }, p.detail)
    return where && !text.includes(where) ? `${where} · ${text}` : text
  }
}

/** The name of the field, section, stage or rule that a problem is about. */
function labelAt(form: FormDef, place: string) {
  const [area, key = ''] = place.split('.')
  const stages = (form.pipelines ?? []).flatMap((line) => line.stages)
  const pushes = form.pushes ?? []
  const lists = {
    pushes,
    fields: form.fields,
    sections: form.sections,
    rules: form.rules,
    elements: form.elements,
    stages,
  }
  return lists[area as keyof typeof lists]?.find((each) => each.key === key)?.label
}
