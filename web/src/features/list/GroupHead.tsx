// The head of a group: what it is called, how many, and its subtotals under their columns; a click folds it.
import { useFormat } from '@/core/format'
import { monthName } from '@/core/format/period'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import { Icon, Person } from '@/ui'
import type { Column } from './columns'
import { isDated, type Group, type Grouping } from './grouping'
import css from './Groups.module.css'

/** Kinds whose values are keys that the definition names. */
const TOLD_BY_KIND = new Set(['stage', 'choice', 'cascade', 'rating'])

export function GroupName({ form, field, group }: { form: Form; field: Field; group: Group }) {
  const t = useText('list')
  const f = useFormat()
  if (group.value === null || group.value === undefined) return <b>{t('group.empty')}</b>
  const title = f.words(group.title)
  if (isDated(field)) return <b>{monthName(String(group.value), f.locale)}</b>
  if (field.kind === 'person') return <Person name={title} />
  if (TOLD_BY_KIND.has(field.kind))
    return <FieldCell form={form} field={field} row={{ id: 0, version: 0, title: '' }} value={group.value} />
  if (field.kind === 'switch') return <b>{t(group.value ? 'group.yes' : 'group.no')}</b>
  return <b className="ellipsis">{title || String(group.value)}</b>
}

type Props = {
  form: Form
  grouping: Grouping
  group: Group
  columns: Column[]
  template: string
  top: number
  index: number
}

export function GroupHead({ form, grouping, group, columns, template, top, index }: Props) {
  const f = useFormat()
  const summed = (key: string): number => grouping.sums.findIndex((s) => s.key === key)
  const first = Math.max(
    1,
    columns.findIndex((c) => summed(c.field.key) >= 0),
  )
  const rest = columns.some((c) => summed(c.field.key) >= 0) ? columns.slice(first) : []
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-expanded={group.open}
      className={css.head}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className={css.name} style={{ gridColumn: rest.length ? `1 / ${first + 2}` : '1 / -1' }}>
        <GroupToggle form={form} grouping={grouping} group={group} />
      </div>
      {rest.map((column) => {
        const at = summed(column.field.key)
        return (
          <div key={column.field.key} role="gridcell" className={css.sum}>
            {at >= 0 && f.money(group.sums[at] ?? 0, column.field.options?.code)}
          </div>
        )
      })}
    </div>
  )
}

/** The clickable part, the same on a desk and on a phone. */
export function GroupToggle({ form, grouping, group }: Pick<Props, 'form' | 'grouping' | 'group'>) {
  const f = useFormat()
  return (
    <button
      type="button"
      className={`plain-button ${css.toggle}`}
      aria-expanded={group.open}
      onClick={() => grouping.toggle(group)}
      data-testid={`group-${group.key}`}
    >
      <Icon name={group.open ? 'down' : 'right'} size={14} />
      <GroupName form={form} field={grouping.field} group={group} />
      <span className="t3">{f.number(group.count)}</span>
    </button>
  )
}

/** The rows of a group that are not loaded yet. */
export function MoreRows({ grouping, group, left }: { grouping: Grouping; group: Group; left: number }) {
  const t = useText('list')
  return (
    <button type="button" className={`link-button ${css.more}`} onClick={() => grouping.more(group)}>
      {t('group.more', { count: left })}
    </button>
  )
}
