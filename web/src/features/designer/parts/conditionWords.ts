// A condition told in words: field, operator and value of each row, joined by and / or.
import { useFormat } from '@/core/format'
import { fieldsOf, useForms } from '@/core/forms'
import type { Condition, Field, Filter, Form } from '@/core/types'
import { useFieldName } from '@/features/list/FilterRow'
import type { FilterField } from '@/features/list/filterModel'
import { useText, type Key } from '@/i18n'
import { needsNoValue } from '@/kinds'

const PEOPLE: { [value: string]: Key<'fields'> } = {
  me: 'me',
  my_reports: 'myReports',
  me_and_reports: 'meAndReports',
  mine: 'myDepartment',
}

type Sayer = (filter: Filter) => string
/** `more`: what is asked for besides the form's fields; `text`: what a value that is filled in later is called. */
type Besides = { more?: FilterField[] | undefined; text?: ((value: string) => string | null) | undefined }

export function useConditionWords(form: Form, more?: FilterField[]): Sayer {
  return useConditionWordsOf()(form, { more })
}

/** The same for any form. */
export function useConditionWordsOf(): (form: Form, besides?: Besides) => Sayer {
  const t = useText('designer')
  const ops = useText('fields')
  const list = useText('list')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  const nameOf = useFieldName()
  return (form, { more = [], text } = {}) => {
    const leaf = (c: Condition): string => {
      const known = more.find((x) => x.path === c.field)
      const [name, field] = known ? [nameOf(known), known.field] : walk(form, forms, c.field, f.words)
      const op = ops(`op.${c.op}` as Key<'fields'>)
      return needsNoValue(c.op)
        ? t('clauseBare', { name, op })
        : t('clause', { name, op, value: valueWords(c.value, field) })
    }
    const valueWords = (value: unknown, field: Field | undefined): string => {
      if (Array.isArray(value)) {
        const some = value.slice(0, 3).map((v) => valueWords(v, field))
        return some.join(t('comma')) + (value.length > 3 ? ` +${value.length - 3}` : '')
      }
      if (value === true || value === false) return t(value ? 'yes' : 'no')
      const choice = field?.options?.choices?.find((c) => c.key === value)
      if (choice) return f.words(choice.label)
      if (typeof value === 'number') return field?.operand === 'number' ? amount(value, field) : `#${value}`
      if (value !== null && typeof value === 'object') return relativeWords(value as { relative?: string; n?: number })
      const later = typeof value === 'string' ? (text?.(value) ?? null) : null
      if (later !== null) return later
      const who = PEOPLE[String(value)]
      return who ? ops(who) : String(value ?? '')
    }
    const amount = (value: number, { kind, options }: Field): string => {
      if (kind === 'money') return f.money(value, options?.code)
      return kind === 'percent' ? `${f.number(value)}%` : f.number(value)
    }
    const relativeWords = ({ relative, n }: { relative?: string; n?: number }): string => {
      if (!relative) return ''
      return n === undefined
        ? ops(`when.${relative}` as Key<'fields'>)
        : ops(`whenN.${relative}` as Key<'fields'>, { count: n })
    }
    const say = (filter: Filter): string => {
      if ('and' in filter) return filter.and.map(group).join(` ${list('builder.and')} `)
      if ('or' in filter) return filter.or.map(group).join(` ${list('builder.or')} `)
      if ('not' in filter) return t('notClause', { clause: say(filter.not) })
      return leaf(filter)
    }
    const group = (filter: Filter): string =>
      'and' in filter || 'or' in filter ? t('inBrackets', { clause: say(filter) }) : say(filter)
    return say
  }
}

/** "客户 的 行业" with the field at its end. */
function walk(
  form: Form,
  forms: Form[],
  path: string,
  say: (w: Field['label']) => string,
): [string, Field | undefined] {
  const names: string[] = []
  let at: Form | undefined = form
  let field: Field | undefined
  for (const step of path.split('.')) {
    field = at && fieldsOf(at).find((x) => x.key === step)
    names.push(field ? say(field.label) : step)
    const target: string | undefined = field?.options?.target
    at = forms.find((x) => x.key === target)
  }
  return [names.join(' › '), field]
}
