// One record of a Gantt chart: its name at the left, its bar over time.
import type { KeyboardEvent, PointerEvent } from 'react'
import { addDays } from '@/core/format/days'
import { useFormat } from '@/core/format'
import { titleOf } from '@/core/titles'
import type { Row } from '@/core/types'
import type { Span } from '@/features/dated/span'
import { useText } from '@/i18n'
import { Drop } from '@/ui'
import type { Grip, Held } from './drag'
import css from './Gantt.module.css'
import { barOf, type Scale } from './scale'

export type BarActs = {
  held: Held | null
  take: (id: number, grip: Grip) => (e: PointerEvent<HTMLElement>) => void
  movable: boolean
  onOpen: (row: Row) => void
  onKey: (span: Span, grip: Grip, days: number) => void
  groundOf: (row: Row) => string | undefined
}

type Props = { span: Span; scale: Scale; acts: BarActs }

export function BarRow({ span, scale, acts }: Props) {
  const t = useText('views')
  const f = useFormat()
  const { row } = span
  const shown = withHeld(span, acts.held)
  const bar = barOf(shown, scale)
  const days =
    shown.from === shown.to ? f.shortDate(shown.from) : `${f.shortDate(shown.from)} – ${f.shortDate(shown.to)}`
  const title = titleOf(row) || `#${row.id}`
  return (
    <div className={css.row} role="listitem">
      <button type="button" className={`plain-button ${css.side}`} onClick={() => acts.onOpen(row)} title={title}>
        {row.heat && row.heat.level > 1 && <Drop level={row.heat.level} />}
        <span className="ellipsis">{title}</span>
      </button>
      <div className={css.track}>
        {bar && (
          <div
            role="button"
            tabIndex={0}
            data-bar={row.id}
            aria-label={t(acts.movable ? 'gantt.bar' : 'entry', { title, days })}
            className={[
              css.bar,
              acts.movable ? css.movable : '',
              bar.goesBack ? css.goesBack : '',
              bar.goesOn ? css.goesOn : '',
              acts.held?.id === row.id ? css.held : '',
            ].join(' ')}
            style={{ left: `${bar.left}%`, width: `${bar.width}%`, ...ground(acts.groundOf(row)) }}
            title={`${title} · ${days}`}
            onClick={() => acts.onOpen(row)}
            onKeyDown={(e) => press(e, span, acts)}
            {...(acts.movable ? { onPointerDown: acts.take(row.id, 'both') } : {})}
          >
            {acts.movable && !bar.goesBack && (
              <i className={css.gripStart} title={t('gantt.start')} onPointerDown={acts.take(row.id, 'start')} />
            )}
            <span className={css.days}>{days}</span>
            {acts.movable && !bar.goesOn && (
              <i className={css.gripEnd} title={t('gantt.end')} onPointerDown={acts.take(row.id, 'end')} />
            )}
          </div>
        )}
      </div>
    </div>
  )
}

const ground = (colour: string | undefined) => (colour ? { background: colour } : {})

/** Alt and an arrow moves, with Shift it is the end that goes; Enter opens. */
function press(e: KeyboardEvent, span: Span, acts: BarActs): void {
  const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0
  if (step && e.altKey && acts.movable) acts.onKey(span, e.shiftKey ? 'end' : 'both', step)
  else if (e.key === 'Enter') acts.onOpen(span.row)
  else return
  e.preventDefault()
}

/** Where the bar lies while it is held. */
function withHeld(span: Span, held: Held | null): Span {
  if (held?.id !== span.row.id) return span
  const from = held.grip === 'end' ? span.from : addDays(span.from, held.days)
  const to = held.grip === 'start' ? span.to : addDays(span.to, held.days)
  if (from <= to) return { ...span, from, to }
  return held.grip === 'start' ? { ...span, from: to } : { ...span, to: from }
}
