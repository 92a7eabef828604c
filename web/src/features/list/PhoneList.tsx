// A phone shows cards of two lines, not a table; a tap opens the record.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { titleOf } from '@/core/titles'
import { fieldOf, slot } from '@/core/forms'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import type { Field, Form, Row } from '@/core/types'
import { FieldCell, isEmpty } from '@/kinds'
import { HeatChip, Icon, ProgressLine } from '@/ui'
import { GroupToggle, MoreRows } from './GroupHead'
import { useSeen, type Grouping, type Line } from './grouping'
import groupCss from './Groups.module.css'
import css from './PhoneList.module.css'
import type { RowActs } from './rowActs'
import { RowSheet } from './RowButtons'
import type { Selection } from './selection'

type Props = {
  form: Form
  columns: string[]
  lines: Line[]
  grouping: Grouping | null
  busy: boolean
  more: boolean
  onMore: () => void
  ground: (row: Row) => string | undefined
  acts: RowActs
  /** While records are chosen a tap chooses instead of opening. */
  choosing?: Selection | null
}

export function PhoneList({ form, columns, lines, grouping, busy, more, onMore, ground, acts, choosing }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 68,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const lastSeen = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (more && lastSeen >= lines.length - 15) onMore()
  }, [lastSeen, lines.length, more, onMore])
  useSeen(grouping, lines, items[0]?.index ?? 0, lastSeen)
  return (
    <div className={css.frame}>
      <ProgressLine active={busy} />
      <div ref={scroller} className={css.scroller}>
        <ul style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((v) => (
            <li
              key={lines[v.index]!.key}
              ref={virtual.measureElement}
              data-index={v.index}
              className={css.item}
              style={{ transform: `translateY(${v.start}px)` }}
            >
              <PhoneLine
                form={form}
                columns={columns}
                line={lines[v.index]!}
                grouping={grouping}
                ground={ground}
                acts={acts}
                choosing={choosing}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function PhoneLine({
  line,
  grouping,
  ...card
}: {
  line: Line
  grouping: Grouping | null
  form: Form
  columns: string[]
  ground: (row: Row) => string | undefined
  acts: RowActs
  choosing?: Selection | null | undefined
}) {
  const f = useFormat()
  if (line.kind === 'row') return <Card {...card} row={line.row} />
  if (!grouping) return null
  if (line.kind !== 'group')
    return (
      <div className={groupCss.phoneLine}>
        {line.kind === 'more' ? <MoreRows grouping={grouping} group={line.group} left={line.left} /> : <i />}
      </div>
    )
  const [first] = grouping.sums
  return (
    <div className={groupCss.phoneHead}>
      <GroupToggle form={card.form} grouping={grouping} group={line.group} />
      {first && <b>{f.money(line.group.sums[0] ?? 0, first.options?.code)}</b>}
    </div>
  )
}

type CardProps = {
  form: Form
  columns: string[]
  row: Row
  ground: (row: Row) => string | undefined
  acts: RowActs
  choosing?: Selection | null | undefined
}

/** Title and the figure, of a task when it is due; below, up to three more columns as text; the heat at the right. */
function Card(props: CardProps) {
  const { row, acts, ground, choosing } = props
  if (choosing) return <Choosing {...props} selection={choosing} />
  if (acts.of(row).length === 0) return <Face {...props} />
  return (
    <div className={css.acting} style={{ background: ground(row) }}>
      <Face {...props} />
      <RowSheet row={row} acts={acts} />
    </div>
  )
}

/** The whole card is the box that is ticked. */
function Choosing({ selection, ...props }: CardProps & { selection: Selection }) {
  const { row, ground } = props
  const on = selection.has(row.id)
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={on}
      aria-label={titleOf(row) || `#${row.id}`}
      className={`plain-button ${css.choosing}`}
      style={{ background: ground(row) }}
      onClick={() => selection.toggle(row, !on, false)}
    >
      <span className={on ? `${css.tick} ${css.ticked}` : css.tick} aria-hidden>
        {on && <Icon name="check" size={14} />}
      </span>
      <span className={css.within} inert>
        <Face {...props} />
      </span>
    </button>
  )
}

function Face({ form, columns, row, ground }: CardProps) {
  const { search } = useLocation()
  const { figure, rest } = parts(form, columns, row)
  return (
    <Link
      to={recordRoute(form.key, row.id)}
      state={{ list: search }}
      className={css.card}
      style={{ background: ground(row) }}
    >
      <span className={css.main}>
        <b className="ellipsis">{titleOf(row) || `#${row.id}`}</b>
        {/* Inside a link no other link: the cells here are read, not tapped. */}
        <span className={`${css.rest} ellipsis`} inert>
          {rest.map((field, i) => (
            <span key={field.key}>
              {i > 0 && ' · '}
              <FieldCell form={form} row={row} field={field} value={row[field.key]} />
            </span>
          ))}
        </span>
      </span>
      <span className={css.side}>
        {figure && (
          <span className={css.figure}>
            <FieldCell form={form} row={row} field={figure} value={row[figure.key]} />
          </span>
        )}
        {row.heat && <HeatChip heat={row.heat} />}
      </span>
    </Link>
  )
}

const READABLE = new Set(['text', 'choice', 'stage', 'date', 'person', 'department', 'number', 'percent', 'serial'])

function parts(form: Form, columns: string[], row: Row): { figure: Field | undefined; rest: Field[] } {
  const filled = columns
    .filter((key) => key !== form.title && !isEmpty(row[key]))
    .map((key) => fieldOf(form, key))
    .filter((f) => f !== undefined)
  // Of a task the day says most.
  const due = slot(form, 'task', 'due_at')
  const figure = filled.find((f) => f.kind === 'money' || f.key === due)
  // Where there is no stage to read, what a record belongs to says most: the customer of a contact or follow-up.
  const told = (f: Field) => READABLE.has(f.kind) || (f.kind === 'relation' && !form.pipelines?.length)
  return { figure, rest: filled.filter((f) => f !== figure && told(f)).slice(0, 3) }
}
