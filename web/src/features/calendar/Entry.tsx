// One record in the calendar: dragged or moved by Alt and arrows to another day, opened by a press.
import { useDraggable } from '@dnd-kit/core'
import type { CSSProperties, KeyboardEvent } from 'react'
import { useFormat } from '@/core/format'
import { titleOf } from '@/core/titles'
import type { Row } from '@/core/types'
import { useText } from '@/i18n'
import { Drop } from '@/ui'
import css from './Calendar.module.css'
import type { Segment } from './lanes'

export type EntryActs = {
  /** Absent for those who may only look. */
  onMove?: ((row: Row, days: number) => void) | undefined
  onOpen: (row: Row) => void
  groundOf: (row: Row) => string | undefined
  timeOf: (row: Row) => string | null
}

type Props = { segment: Segment; acts: EntryActs; style?: CSSProperties }

const STEPS: { [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

export function Entry({ segment, acts, style }: Props) {
  const t = useText('views')
  const f = useFormat()
  const { row, from, to } = segment.span
  const { onMove } = acts
  const drag = useDraggable({ id: `${row.id}:${segment.from}`, data: { span: segment.span }, disabled: !onMove })
  const days = from === to ? f.longDay(from) : `${f.longDay(from)} – ${f.longDay(to)}`
  const press = (e: KeyboardEvent) => {
    const step = STEPS[e.key]
    if (step && e.altKey && onMove) onMove(row, step)
    else if (e.key === 'Enter' || e.key === ' ') acts.onOpen(row)
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  const ground = acts.groundOf(row)
  return (
    <div
      ref={drag.setNodeRef}
      {...(onMove ? { ...drag.listeners, 'aria-describedby': drag.attributes['aria-describedby'] } : {})}
      role="button"
      tabIndex={0}
      aria-label={t('entry', { title: titleOf(row), days })}
      {...(onMove ? { 'aria-keyshortcuts': 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown' } : {})}
      data-entry={row.id}
      onKeyDown={press}
      onClick={() => acts.onOpen(row)}
      className={[
        css.entry,
        onMove ? css.movable : '',
        segment.begins ? '' : css.goesBack,
        segment.ends ? '' : css.goesOn,
        drag.isDragging ? css.dragged : '',
      ].join(' ')}
      style={{ ...style, ...(ground ? { background: ground } : {}) }}
      title={`${titleOf(row)} · ${days}`}
    >
      <EntryFace row={row} time={acts.timeOf(row)} />
    </div>
  )
}

/** What it says, also under the pointer while it is dragged. */
export function EntryFace({ row, time }: { row: Row; time: string | null }) {
  return (
    <>
      {row.heat && row.heat.level > 1 && <Drop level={row.heat.level} />}
      {time && <span className={css.time}>{time}</span>}
      <span className="ellipsis">{titleOf(row) || `#${row.id}`}</span>
    </>
  )
}
