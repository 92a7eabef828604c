// What can be done with a card: choose one or several, move a step, copy, delete.
import { useMemo, useRef } from 'react'
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import type { Bench, Chosen } from '../bench'
import { useBench } from '../sight'
import { copyElement, elementAt, removeElement } from '../model/elements'
import { copyField, inOrder, removeFields } from '../model/fields'
import { nudge } from '../model/layout'
import { fieldAt } from '../model/paths'
import { asCopy } from '../words'
import type { CardActs } from './FieldCard'

/** Acts that stay the same from one drawing to the next, so that cards that did not change are not drawn anew. */
export function useCardActs(): CardActs {
  const bench = useRef(useBench())
  bench.current = useBench()
  const remove = useRef(useRemoving())
  remove.current = useRemoving()
  return useMemo(
    () => ({
      choose: (key, how) => bench.current.choose(chosenWith(bench.current, key, how)),
      nudge: (key, by) => bench.current.edit((f) => nudge(f, key, by)),
      remove: (key) => {
        const { fields } = bench.current.chosen
        remove.current(fields.includes(key) ? fields : [key])
      },
      copy: (key) => copyIt(bench.current, key),
    }),
    [],
  )
}

function chosenWith({ chosen, form, many }: Bench, key: string, asked: 'only' | 'add' | 'range'): Chosen {
  const how = many && asked === 'only' ? 'add' : asked
  if (how === 'only') return { fields: [key], section: null }
  if (how === 'add')
    return {
      fields: chosen.fields.includes(key) ? chosen.fields.filter((k) => k !== key) : [...chosen.fields, key],
      section: null,
    }
  const order = inOrder(form).filter((k) => fieldAt(form, k))
  const from = order.indexOf(chosen.fields[chosen.fields.length - 1] ?? key)
  const to = order.indexOf(key)
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { fields: [...new Set([...chosen.fields, ...between])], section: null }
}

export function copyIt({ now, edit, choose }: Bench, path: string): void {
  const form = now()
  const [next, copy] = elementAt(form, path) ? copyElement(form, path) : copyField(form, path, asCopy)
  edit(() => next)
  choose({ fields: [copy], section: null })
}

/** Deleting says how many went and offers them back; the title of the form stays. */
export function useRemoving(): (paths: string[]) => void {
  const bench = useBench()
  const t = useText('designer')
  const f = useFormat()
  return (paths) => {
    const { form, inForce, edit, choose, undo } = bench
    const going = paths.filter((p) => p !== form.title && (fieldAt(form, p) ?? elementAt(form, p)))
    if (paths.includes(form.title))
      toast({ text: t('titleStays', { name: f.words(fieldAt(form, form.title)?.label) }) })
    if (going.length === 0) return
    const [elements, fields] = [going.filter((p) => elementAt(form, p)), going.filter((p) => !elementAt(form, p))]
    edit((now) => elements.reduce(removeElement, removeFields(now, fields, inForce)))
    choose({ fields: [], section: null })
    const element = elementAt(form, going[0]!)
    const name = element ? t(`element.${element.kind}`) : f.words(fieldAt(form, going[0]!)?.label)
    const text = going.length === 1 ? t('removedOne', { name }) : t('removed', { count: going.length })
    toast({ text, undo })
  }
}
