// What sentences about rules have in common: people, templates, stages, amounts, conditions.
import { useMemo } from 'react'
import { useFormat } from '@/core/format'
import { stagesOf } from '@/core/forms'
import type { Filter, Form, Words } from '@/core/types'
import { useConditionWordsOf } from '@/features/designer/parts/conditionWords'
import { useText, type Key } from '@/i18n'
import { useRoles } from '../api'
import { useDesign } from '../bench'
import { loneOf, piecesOf } from '../model/text'
import type { Whom } from '../model/types'
import { useBefore, usePathWords } from '../variables'

export type Text = ReturnType<typeof useText<'ruleDesigner'>>
export type Say = (key: string, values?: object) => string
type Tell = (words?: Words) => string

const LONGEST = 60

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : [])
export const shortened = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words)

/** A template as people read it: the names of fields in brackets where they will stand. */
export function useTemplateWords(): (template: string, block: string) => string {
  const t = useText('ruleDesigner')
  const path = usePathWords()
  return (template, block) =>
    piecesOf(template)
      .map((p) => ('path' in p ? t('text.place', { name: path(p.path, block) }) : p.text))
      .join('')
}

export function useRoleNames(): Map<string, Words> {
  const roles = useRoles().data
  return useMemo(() => new Map(roles?.map((role) => [role.key, role.label])), [roles])
}

export function useWhomWords(): (whom: Whom, block: string) => string {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const path = usePathWords()
  const { names } = useDesign()
  const roles = useRoleNames()
  return (whom, block) => {
    if ('person' in whom) return names.people[whom.person] ?? t('people.somebody')
    if ('role' in whom) return t('people.ofRole', { role: f.words(roles.get(whom.role)) || whom.role })
    if ('field' in whom) return path(whom.field, block)
    if ('head_of' in whom) return t('people.ofHead', { who: path(whom.head_of, block) })
    return t('people.ofDepartment', { department: names.departments[whom.department] ?? '—' })
  }
}

export type Amount = (amount: unknown, unit: unknown) => string

export function useAmountWords(): Amount {
  const t = useText('ruleDesigner')
  return (amount, unit) =>
    t(`amount.${String(unit ?? 'days')}` as Key<'ruleDesigner'>, { count: Math.abs(Number(amount) || 0) })
}

export function stageNames(form: Form | undefined, keys: string[], tell: Tell, t: Text): string {
  if (keys.length === 0) return t('trigger.anyStage')
  const stages = form ? stagesOf(form) : []
  const named = keys.map((key) => tell(stages.find((stage) => stage.key === key)?.label) || key)
  return t('trigger.stageNamed', { stages: named.join(t('comma')) })
}

/** A condition in words; `block`: where the values that are filled in later come from. */
export function useConditions(): (form: Form | undefined, filter: Filter | null, block: string) => string {
  const design = useDesign()
  const before = useBefore()
  const say = useConditionWordsOf()
  const path = usePathWords()
  return (form, filter, block) => {
    if (!filter || !form) return ''
    const text = (value: string) => {
      const lone = loneOf(value)
      return lone === null ? null : path(lone, block)
    }
    return say(form, { more: form === design.form ? before : [], text })(filter)
  }
}
