// Scopes, actions and levels in words: short on chips, whole in sentences.
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import type { Filter, Form, Id } from '@/core/types'
import { useConditionWords } from '@/features/designer/parts/conditionWords'
import { useText } from '@/i18n'
import { useDepartmentNames } from './departments'
import { isCondition, isDepartments, kindOfRows } from './scopes'
import { ANY, type Rows } from './types'

const NO_FORM = { key: ANY, label: {}, fields: [], system: [] } as unknown as Form

export function useScopeWords(form: Form | undefined) {
  const t = useText('roles')
  const condition = useConditionWords(form ?? NO_FORM)
  const names = useDepartmentNames()
  const departments = (ids: Id[]): string => {
    const some = ids.slice(0, 3).map((id) => names.get(id) ?? `#${id}`)
    return some.join(t('comma')) + (ids.length > 3 ? ` +${ids.length - 3}` : '')
  }
  const short = (rows: Rows): string => t(`scope.${kindOfRows(rows)}`)
  const long = (rows: Rows): string => {
    if (isDepartments(rows))
      return t(rows.below ? 'scopeLong.departmentsBelow' : 'scopeLong.departments', {
        names: departments(rows.departments),
      })
    if (isCondition(rows)) return t('scopeLong.condition', { condition: condition(rows as Filter) })
    return t(`scopeLong.${rows}`)
  }
  return { short, long }
}

/** The form's name; every form by its own. */
export function useFormNames(): (key: string) => string {
  const t = useText('roles')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  return (key) => (key === ANY ? t('allForms') : f.words(forms.find((form) => form.key === key)?.label) || key)
}
