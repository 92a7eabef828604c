// Values that a step writes, in words.
import { useFormat } from '@/core/format'
import { fieldOf } from '@/core/forms'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { useDesign } from '../bench'
import { loneOf } from '../model/text'
import { mark } from '../parts/Said'
import { usePathWords } from '../variables'
import { shortened, useTemplateWords, type Text } from './common'

export type Today = { today: number; working?: boolean }
export type From = { from: string; days: number; working?: boolean }
export const isToday = (v: unknown): v is Today => typeof v === 'object' && v !== null && 'today' in v
export const isFrom = (v: unknown): v is From => typeof v === 'object' && v !== null && 'from' in v

export function dayWords(days: number, working: boolean | undefined, t: Text): string {
  const key = working ? (days < 0 ? 'workingBefore' : 'workingAfter') : days < 0 ? 'daysBefore' : 'daysAfter'
  return days === 0 ? t('values.todayWords') : t(`values.${key}`, { count: Math.abs(days) })
}

/** One value of a field in words. */
export function useValueOf(): (value: unknown, field: Field | undefined, block: string) => string {
  const t = useText('ruleDesigner')
  const c = useText('designer')
  const f = useFormat()
  const path = usePathWords()
  const template = useTemplateWords()
  const { names } = useDesign()
  const one = (value: unknown, field: Field | undefined, block: string): string => {
    if (isToday(value)) return dayWords(value.today, value.working, t)
    if (isFrom(value)) {
      const lone = loneOf(value.from)
      const from = lone ? path(lone, block) : value.from
      return t('values.fromWords', { from, days: dayWords(value.days, value.working, t) })
    }
    const lone = loneOf(value)
    if (lone !== null) return path(lone, block)
    if (Array.isArray(value)) return value.map((each) => one(each, field, block)).join(t('comma'))
    if (typeof value === 'boolean') return c(value ? 'yes' : 'no')
    const choice = field?.options?.choices?.find((each) => each.key === value)
    if (choice) return f.words(choice.label)
    if (typeof value === 'number') return numberWords(value, field)
    if (typeof value === 'string') return shortened(template(value, block))
    return value === null || value === undefined ? t('values.empty') : '…'
  }
  const numberWords = (value: number, field: Field | undefined): string => {
    if (field?.operand === 'person' || field?.operand === 'people') return names.people[value] ?? t('people.somebody')
    if (field?.operand === 'record' || field?.operand === 'records') return t('option.toRecord')
    if (field?.operand === 'department') return names.departments[value] ?? t('people.department')
    if (field?.kind === 'money') return f.money(value, field.options?.code)
    return field?.kind === 'percent' ? `${f.number(value)}%` : f.number(value)
  }
  return one
}

/** `{stage: "won"}` → 【阶段】改为【赢单】, one sentence a field; `fresh`: of a record that is made. */
export function useValueWords(): (values: object, form: Form | undefined, block: string, fresh?: boolean) => string[] {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const valueOf = useValueOf()
  return (values, form, block, fresh = false) =>
    Object.entries(values).map(([key, value]) => {
      const field = form && fieldOf(form, key)
      const name = mark(f.words(field?.label) || key)
      if (value === null) return t('values.isEmpty', { field: name })
      return t(fresh ? 'values.begins' : 'values.is', { field: name, value: mark(valueOf(value, field, block) || '…') })
    })
}
