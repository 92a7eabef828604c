// One card: who, what, how much, when, and the next step; warm only where it leaks.
import { useDraggable } from '@dnd-kit/core'
import type { KeyboardEvent } from 'react'
import { titleOf } from '@/core/titles'
import { fieldOf, slot } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isRef } from '@/core/search'
import type { Form, Heat, Row } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import { Avatar, HeatChip, Icon } from '@/ui'
import { cardId } from './board'
import css from './Board.module.css'

type Props = { form: Form; row: Row; onOpen: (row: Row) => void; chosen?: boolean; ground: string | undefined }

export function Card({ form, row, onOpen, chosen, ground }: Props) {
  const drag = useDraggable({ id: cardId(row), data: { row } })
  const open = (e: KeyboardEvent) => {
    if (e.key === 'Enter') onOpen(row)
    else drag.listeners?.onKeyDown?.(e)
  }
  return (
    <div
      ref={drag.setNodeRef}
      {...drag.attributes}
      {...drag.listeners}
      onKeyDown={open}
      onClick={() => onOpen(row)}
      className={[css.card, warmth(row.heat), chosen ? css.chosen : '', drag.isDragging ? css.dragged : ''].join(' ')}
      style={ground ? { background: ground } : {}}
      data-testid={`card-${row.id}`}
    >
      <CardFace form={form} row={row} />
    </div>
  )
}

const warmth = (heat: Heat | null | undefined): string | undefined =>
  heat && heat.level > 1 ? css[`heat${heat.level}`] : ''

/** The card's content alone, also drawn under the pointer while dragging. */
export function CardFace({ form, row }: { form: Form; row: Row }) {
  const t = useText('kanban')
  const f = useFormat()
  const amount = slot(form, 'pipeline', 'amount')
  const close = slot(form, 'pipeline', 'expected_close')
  const head = headline(form, row)
  const due = close ? (row[close] as string | null) : null
  return (
    <>
      <div className={css.line}>
        <b className="ellipsis">{head.first}</b>
        {row.heat && <HeatChip heat={row.heat} />}
      </div>
      {head.second && <div className={`ellipsis ${css.second}`}>{head.second}</div>}
      {amount && (
        <div className={css.line}>
          <b className={css.amount}>
            <Amount form={form} row={row} field={amount} />
          </b>
          {due && <span className="caption">{t('expected', { date: f.shortDate(due) })}</span>}
        </div>
      )}
      <div className={css.foot}>
        <NextStep row={row} />
        {isRef(row.owner) && row.owner.title && <Avatar name={row.owner.title} />}
      </div>
    </>
  )
}

/** The figure, or the mask of it. */
function Amount({ form, row, field: key }: { form: Form; row: Row; field: string }) {
  const field = fieldOf(form, key)
  return field ? <FieldCell form={form} row={row} field={field} value={row[key]} /> : null
}

/** The customer leads when the form names one under its title; otherwise the title stands alone. */
function headline(form: Form, row: Row): { first: string; second: string | null } {
  const keys = ([] as string[]).concat(form.subtitle ?? [])
  const ref = keys.map((k) => row[k]).find((v) => isRef(v) && v.title)
  return isRef(ref) && ref.title ? { first: ref.title, second: titleOf(row) } : { first: titleOf(row), second: null }
}

function NextStep({ row }: { row: Row }) {
  const t = useText('kanban')
  const f = useFormat()
  const at = row.next_activity_at as string | null
  if (row.heat?.cause === 'no_next_step' || !at)
    return (
      <span className={`${css.next} ${row.heat?.cause === 'no_next_step' ? 'hot' : ''}`}>
        <Icon name="flag" size={14} /> {t('noNextStep')}
      </span>
    )
  const late = row.heat?.cause === 'overdue'
  const step = typeof row.next_step === 'string' ? row.next_step : ''
  return (
    <span className={`${css.next} ${late ? 'hot' : ''}`}>
      <Icon name="flag" size={14} />
      <span className="ellipsis" title={step}>
        {late ? t('missed', { date: f.shortDate(at), step }) : t('next', { date: f.moment(at), step })}
      </span>
    </span>
  )
}
