// A form's records on the days they belong to; another day is a drag, or Alt and an arrow, away.
import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
  type DragMoveEvent,
} from '@dnd-kit/core'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { addDays, addMonths, daysBetween, daysFrom, monthWeeks, weekOf } from '@/core/format/days'
import { useFormat } from '@/core/format'
import { monthName } from '@/core/format/period'
import { usePhone } from '@/core/media'
import { recordRoute } from '@/core/routes'
import { useMe } from '@/core/session'
import type { CalendarSettings, Form, Row } from '@/core/types'
import { ClashDialog } from '@/features/dated/ClashDialog'
import { useDateMoves } from '@/features/dated/move'
import { both, useRange } from '@/features/dated/range'
import { Said } from '@/features/dated/Said'
import { Steps } from '@/features/dated/Steps'
import { mayMove, movedBy, spanOf, within, type Span } from '@/features/dated/span'
import { coloursOf, groundIn } from '@/features/list/colouring'
import { canLeak } from '@/features/list/columns'
import type { ListState } from '@/features/list/state'
import { useText } from '@/i18n'
import { ErrorState, ProgressLine, Segmented, SkeletonRows } from '@/ui'
import css from './Calendar.module.css'
import { EntryFace, type EntryActs } from './Entry'
import { valueGround } from './ground'
import { PhoneDays } from './PhoneDays'
import { Weeks } from './Weeks'

type Props = { form: Form; state: ListState; settings: CalendarSettings; onAdd?: ((day: string) => void) | undefined }

export function Calendar({ form, state, settings, onAdd }: Props) {
  const t = useText('views')
  const f = useFormat()
  const phone = usePhone()
  const when = useWhen(state)
  const range = useRange(form.key, asked(form, state, settings, when.first, when.last))
  const moves = useDateMoves(form)
  const spans = range.rows.map((row) => spanOf(row, settings, f.zone)).filter((span) => span !== undefined)
  const movable = mayMove(form, [settings.start, settings.end])
  const refocus = useRefocus()
  const move = (row: Row, days: number) => {
    refocus(row)
    moves.move(row, movedBy(row, settings, days, f.zone))
  }
  const acts = useActs(form, state, settings, movable ? move : undefined)
  const month = when.week ? null : when.at.slice(0, 7)
  const shown = { weeks: when.weeks, spans, acts, month, onAdd }
  if (range.pending) return <SkeletonRows count={6} height="108px" />
  if (range.error && range.rows.length === 0) return <ErrorState error={range.error} retry={range.retry} />
  return (
    <div className={css.page}>
      <ProgressLine active={range.busy} />
      <Steps
        title={
          when.week
            ? `${f.shortDate(when.first)} – ${f.shortDate(when.last)}`
            : monthName(when.at.slice(0, 7), f.locale)
        }
        onStep={when.step}
        onToday={() => when.go(f.today())}
        note={<Said form={form} by={settings.start} range={range} />}
      >
        <Segmented
          size="small"
          value={when.week ? 'week' : 'month'}
          onChange={(span) => when.span(span)}
          options={[
            { value: 'month', label: t('month') },
            { value: 'week', label: t('week') },
          ]}
          aria-label={t('stretch')}
        />
      </Steps>
      <Dragging acts={acts} onMove={move}>
        {phone ? <PhoneDays {...shown} day={when.at} onDay={when.go} /> : <Weeks {...shown} />}
      </Dragging>
      <ClashDialog form={form} moves={moves} />
    </div>
  )
}

function asked(form: Form, state: ListState, settings: CalendarSettings, first: string, last: string) {
  const { start, end, colour_by } = settings
  const keys = [form.title, start, end, colour_by, ...(canLeak(form) ? ['heat'] : [])]
  return {
    filter: both(state.filter, within(settings, first, last)),
    search: state.search,
    sort: [start],
    fields: [...new Set(keys.filter((key) => typeof key === 'string'))],
    ...coloursOf(state.definition),
  }
}

/** What entries do and how they look. */
function useActs(form: Form, state: ListState, settings: CalendarSettings, onMove: EntryActs['onMove']): EntryActs {
  const f = useFormat()
  const navigate = useNavigate()
  return {
    onMove,
    onOpen: (row) => void navigate(recordRoute(form.key, row.id)),
    groundOf: (row) => groundIn(state.definition, row) ?? valueGround(form, settings.colour_by, row),
    timeOf: (row) => {
      const at = row[settings.start]
      return typeof at === 'string' && !f.wholeDay(at) ? f.time(at) : null
    },
  }
}

/** Which days are in sight: the address says, so that going back comes back here. */
function useWhen(state: ListState) {
  const f = useFormat()
  const start = useMe().workspace.week_start || 1
  const { params, setParams } = state
  const at = /^\d{4}-\d{2}-\d{2}$/.test(params.get('at') ?? '') ? params.get('at')! : f.today()
  const week = params.get('span') === 'week'
  const put = (name: string, value: string | null) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const weeks = week ? [daysFrom(weekOf(at, start), 7)] : monthWeeks(at, start)
  return {
    at,
    week,
    weeks,
    first: weeks[0]![0]!,
    last: weeks.at(-1)!.at(-1)!,
    go: (day: string) => put('at', day),
    step: (by: 1 | -1) => put('at', week ? addDays(at, 7 * by) : addMonths(at, by)),
    span: (span: 'month' | 'week') => put('span', span === 'week' ? 'week' : null),
  }
}

/** Whoever moves an entry by keyboard stays on it, wherever it went. */
function useRefocus(): (row: Row) => void {
  const moved = useRef<number | null>(null)
  useEffect(() => {
    if (moved.current === null) return
    document.querySelector<HTMLElement>(`[data-entry="${moved.current}"]`)?.focus()
    moved.current = null
  })
  return (row) => {
    moved.current = row.id
  }
}

type DraggingProps = {
  acts: Pick<EntryActs, 'timeOf'>
  onMove: (row: Row, days: number) => void
  children: React.ReactNode
}

/** An entry goes as many days on as the pointer does, wherever on it it was taken. */
export function Dragging({ acts, onMove, children }: DraggingProps) {
  const t = useText('views')
  const [row, setRow] = useState<Row | null>(null)
  const taken = useRef<string | null>(null)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  )
  const dayUnder = (e: DragMoveEvent) => e.over?.data.current?.['day'] as string | undefined
  const end = (e: DragMoveEvent) => {
    const [held, from, to] = [row, taken.current, dayUnder(e)]
    setRow(null)
    if (held && from && to && from !== to) onMove(held, daysBetween(from, to))
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={(e) => {
        const span = e.active.data.current?.['span'] as Span
        const day = dayAt(e.activatorEvent)
        setRow(span.row)
        taken.current = day && span.from <= day && day <= span.to ? day : span.from
      }}
      onDragEnd={end}
      onDragCancel={() => setRow(null)}
      accessibility={{ screenReaderInstructions: { draggable: t('moveHelp') } }}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {row && (
          <div className={`${css.entry} ${css.lifted}`}>
            <EntryFace row={row} time={acts.timeOf(row)} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}

/** The day on which an entry was taken: what lies under the pointer, or the chosen day of a phone's list. */
function dayAt(event: Event): string | null {
  const point = 'touches' in event ? (event as TouchEvent).touches[0] : (event as MouseEvent)
  if (!point) return null
  const under = document.elementsFromPoint(point.clientX, point.clientY)
  const day = under.find((el) => el instanceof HTMLElement && el.dataset['day']) as HTMLElement | undefined
  return (
    day?.dataset['day'] ??
    document.querySelector<HTMLElement>('[data-day][aria-pressed="true"]')?.dataset['day'] ??
    null
  )
}
