// A pool told in sentences, part by part: for the list, and for what is different between two of them.
import { fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form, Id } from '@/core/types'
import { useConditionWords } from '@/features/designer/parts/conditionWords'
import { useDepartmentNames } from '@/features/roles/departments'
import { useRoleNames } from '@/features/sharing/roleNames'
import { useText } from '@/i18n'
import { choicesOf } from '@/kinds/choiceOptions'
import { LIMITS, UNITS, type Assign, type Definition, type Duty, type Group, type Limits, type Recycle } from './types'

export const PARTS = ['basics', 'which', 'who', 'closed', 'claim', 'assign', 'recycle', 'keep'] as const
export type Part = (typeof PARTS)[number]

export function usePoolWords(form: Form, person: (id: Id) => { title: string }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const condition = useConditionWords(form)
  const who = useGroupWords(person)
  const label = (key: string) => f.words(fieldsOf(form).find((each) => each.key === key)?.label) || key
  const when = (given: Definition['when'], empty: string) => (given ? condition(given) : empty)
  const limits = (it: Limits): string[] =>
    LIMITS.flatMap((name) => {
      const n = it[name]
      return typeof n === 'number'
        ? [t('say.limit', { what: t(`limit.${name}`), n, after: t(`limitAfter.${name}`) })]
        : []
    })
  const warn = (hours: number[]) => (hours.length ? t('say.warn', { hours: hours.join(t('comma')) }) : '')
  const give = useGiving(person)
  const levels = ({ claim }: Definition): string[] => {
    const field = fieldsOf(form).find((each) => each.key === claim.levels?.field)
    const choice = (key: string) => f.words(field && choicesOf(field).find((each) => each.key === key)?.label) || key
    return Object.entries(claim.levels?.values ?? {}).map(([key, it]) =>
      t('say.ofLevel', { level: choice(key), said: limits(it).join(t('semicolon')) }),
    )
  }
  const clause = (rule: Recycle): string => {
    const unit = UNITS.find((each) => typeof rule.after[each] === 'number') ?? 'days'
    return t('say.recycle', {
      clock: t(`clock.${rule.clock}`),
      span: t(`say.span.${unit}`, { count: rule.after[unit] ?? 0 }),
      when: when(rule.when, t('everyRecord')),
      warn: warn(rule.warn),
    })
  }
  const protection = (it: NonNullable<Definition['protection']>): string =>
    t('say.protection', {
      start: t('say.days', { count: it.start_days }),
      extend: t('say.days', { count: it.extend_days }),
      max: it.max_days === null ? t('say.noEnd') : t('say.days', { count: it.max_days }),
      warn: warn(it.warn),
    })
  return (it: Definition): { [K in Part]: string[] } => ({
    basics: [
      t('say.named', { name: f.words(it.label) }),
      t(it.enabled ? 'say.on' : 'say.off'),
      t('say.place', { n: it.position }),
    ],
    which: [t('say.lies', { when: when(it.when, t('always')) })],
    who: [t('say.members', { who: who(it.members) }), t('say.admins', { who: who(it.admins) })],
    closed: Object.entries(it.fields).map(([key, level]) =>
      t('say.field', { field: label(key), level: t(`level.${level}`) }),
    ),
    claim: [
      t(`by.${it.claim.by}`),
      ...limits(it.claim),
      ...(it.claim.cap_skips ? [t('say.skips', { when: condition(it.claim.cap_skips) })] : []),
      ...levels(it),
    ],
    assign: it.assign.map((rule, n) =>
      t('say.assign', {
        n: n + 1,
        when: when(rule.when, t('everyRecord')),
        way: t(`way.${rule.to}`),
        who: give(rule),
      }),
    ),
    recycle: [...it.recycle.map(clause), ...(it.protection ? [protection(it.protection)] : [])],
    keep: it.keep ? [t('say.keep', { when: condition(it.keep) })] : [],
  })
}

export function useGroupWords(person: (id: Id) => { title: string }): (group: Group) => string {
  const t = useText('poolDesign')
  const f = useFormat()
  const roles = useRoleNames().data?.items ?? []
  const departments = useDepartmentNames()
  return ({ roles: keys, departments: ids, people }) => {
    const names = [
      ...keys.map((key) => f.words(roles.find((role) => role.key === key)?.label) || key),
      ...ids.map((id) => departments.get(id) ?? `#${id}`),
      ...people.map((id) => person(id).title),
    ]
    return names.join(t('comma')) || t('nobody')
  }
}

/** Whom a rule gives to, in words. */
function useGiving(person: (id: Id) => { title: string }): (rule: Assign) => string {
  const t = useText('poolDesign')
  const turn = ({ people, days, hours }: Duty): string =>
    t('say.turn', {
      who: people.map((id) => person(id).title).join(t('comma')),
      days: days.length ? days.map((day) => t(`weekdays.d${day as 1}`)).join(t('comma')) : t('everyDay'),
      hours: hours.map(([from, until]) => `${from}–${until}`).join(t('comma')),
    })
  return (rule) => {
    if (rule.to === 'duty') return rule.duty.map(turn).join(t('semicolon')) || t('nobody')
    const each = (id: Id): string => {
      const { title } = person(id)
      return rule.to === 'weighted' ? t('say.share', { name: title, n: rule.weights[id] ?? 1 }) : title
    }
    return rule.people.map(each).join(t('comma')) || t('nobody')
  }
}
