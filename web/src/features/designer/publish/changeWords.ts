// Changes told in words: what was added, deleted, changed, and from what to what.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { useBench } from '../sight'
import { fieldAt } from '../model/paths'
import type { DraftChange, Part } from '../model/types'
import { useTraitWords } from '../parts/traitWords'
import { compareLists, isNamedList, type Named } from './lists'

export function useChangeWords() {
  const t = useText('designer')
  const f = useFormat()
  const { form, kinds, view } = useBench()
  const forms = useForms().data?.items ?? []
  const meaning = useTraitWords()
  const label = (key: string): string => {
    const known = t(`part.${key}` as Key<'designer'>)
    return known === `part.${key}` ? key : known
  }
  /** "options.min" is named by the option, "label.en-US" by its language, the rest by its own word. */
  const part = (name: string): string => {
    const [head = '', ...rest] = name.split('.')
    const [first = ''] = rest
    if (!first) return label(head)
    if (head === 'traits') return meaning(rest.join('.'))
    if (head !== 'options') return t('inLanguage', { what: label(head), language: language(first) })
    const known = t(`option.${first}` as Key<'designer'>)
    return known.startsWith('option.') ? first : known
  }
  const language = (locale: string): string =>
    locale === 'zh-CN' || locale === 'en-US' ? t(`languages.${locale}`) : locale
  const labelOf = (key: string) =>
    (fieldAt(form, key) ?? kinds.get(key) ?? view.system.find((x) => x.key === key))?.label
  const value = (v: unknown): string => {
    if (v === null || v === undefined || v === '') return t('nothing')
    if (typeof v === 'boolean') return t(v ? 'yes' : 'no')
    if (typeof v === 'number') return f.number(v)
    if (typeof v === 'object' && !Array.isArray(v) && defaultOf(v)) return t(`defaults.${defaultOf(v)!}`)
    if (typeof v === 'string') return f.words(labelOf(v)) || v
    if (isTaking(v)) return taking(v)
    if (Array.isArray(v)) return v.length === 0 ? t('nothing') : listed(v)
    return isWords(v) ? f.words(v) : named(v as { label?: Words; key?: string })
  }
  const listed = (v: unknown[]): string =>
    v.length > 6 ? t('itemsCount', { count: v.length }) : v.map(value).join(t('comma'))
  /** A linkage or options: the form and its field. */
  const taking = ({ form: key, take }: Taking): string => {
    const there = forms.find((x) => x.key === key)
    return `${f.words(there?.label) || key} › ${f.words(there?.fields.find((x) => x.key === take)?.label) || take}`
  }
  const named = (v: { label?: Words; key?: string }): string =>
    (v.label && f.words(v.label)) || v.key || JSON.stringify(v)
  /** Lists of named things are told by what came, went and changed, since their names alone may be the same. */
  const compared = (p: Part): string | null => {
    if (!isNamedList(p.before ?? []) && !isNamedList(p.after ?? [])) return null
    const list = (v: unknown): Named[] => (Array.isArray(v) ? (v as Named[]) : [])
    const found = compareLists(list(p.before), list(p.after))
    const names = (items: Named[]) => items.map((x) => named(x as { label?: Words; key?: string })).join(t('comma'))
    return [
      found.added.length ? t('listAdded', { names: names(found.added) }) : '',
      found.removed.length ? t('listRemoved', { names: names(found.removed) }) : '',
      found.changed.length ? t('listChanged', { names: names(found.changed) }) : '',
      found.order ? t('listOrder') : '',
    ]
      .filter(Boolean)
      .join(' · ')
  }
  const name = (c: DraftChange): string => {
    const own = f.words(c.label)
    const [detail, column] = (c.field ?? '').split('.')
    return column
      ? `${f.words(fieldAt(form, detail ?? '')?.label)} › ${own || column}`
      : own || c.field || f.words(form.label)
  }
  return {
    head: (c: DraftChange) => t(`change.${c.kind}`, { name: name(c) }),
    part: (p: Part) => ({
      name: part(p.part),
      before: value(p.before),
      after: value(p.after),
      compared: compared(p),
    }),
    value,
  }
}

type Taking = { form: string; take: string }
const isTaking = (v: unknown): v is Taking => typeof v === 'object' && v !== null && 'form' in v && 'take' in v

const defaultOf = (v: object) => (['today', 'now', 'actor'] as const).find((mode) => mode in v)

const isWords = (v: object): v is Words =>
  Object.keys(v).length > 0 &&
  Object.entries(v).every(([k, x]) => /^[a-z]{2}(-[A-Z]{2})?$/.test(k) && typeof x === 'string')
