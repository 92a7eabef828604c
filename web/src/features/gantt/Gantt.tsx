// Records as bars over time: moved, made longer or shorter by pointer and keyboard.
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { useMe } from '@/core/session'
import type { Form, GanttSettings, Row } from '@/core/types'
import { ClashDialog } from '@/features/dated/ClashDialog'
import { useDateMoves } from '@/features/dated/move'
import { both, useRange } from '@/features/dated/range'
import { Said } from '@/features/dated/Said'
import { Steps } from '@/features/dated/Steps'
import { mayMove, movedBy, resizedBy, spanOf, within, type Span } from '@/features/dated/span'
import { coloursOf, groundIn } from '@/features/list/colouring'
import { canLeak } from '@/features/list/columns'
import type { ListState } from '@/features/list/state'
import { useText } from '@/i18n'
import { EmptyState, ErrorState, ProgressLine, Segmented, SkeletonRows } from '@/ui'
import { Axis, Lines, useAxis } from './Axis'
import { BarRow, type BarActs } from './BarRow'
import { useBarDrag, type Held } from './drag'
import css from './Gantt.module.css'
import { groupsOf } from './groups'
import { GroupLine } from './GroupLine'
import { daysGone } from './scale'

type Props = { form: Form; state: ListState; settings: GanttSettings }

export function Gantt({ form, state, settings }: Props) {
  const t = useText('views')
  const f = useFormat()
  const weekStart = useMe().workspace.week_start || 1
  const axis = useAxis(state, weekStart)
  const { scale } = axis
  const range = useRange(form.key, asked(form, state, settings, scale.first, scale.last))
  const spans = range.rows.map((row) => spanOf(row, settings, f.zone)).filter((span) => span !== undefined)
  const track = useRef<HTMLDivElement>(null)
  const acts = useBarActs(form, state, settings, spans, (px) => daysGone(px, track.current?.clientWidth ?? 0, scale))
  if (range.pending) return <SkeletonRows count={12} />
  if (range.error && range.rows.length === 0) return <ErrorState error={range.error} retry={range.retry} />
  return (
    <div className={css.page}>
      <ProgressLine active={range.busy} />
      <Steps
        title={`${f.shortDate(scale.first)} – ${f.shortDate(scale.last)}`}
        onStep={axis.step}
        onToday={axis.today}
        note={<Said form={form} by={settings.start} range={range} />}
      >
        <Segmented
          size="small"
          value={scale.zoom}
          onChange={axis.zoom}
          options={(['week', 'month', 'quarter'] as const).map((zoom) => ({ value: zoom, label: t(zoom) }))}
          aria-label={t('stretch')}
        />
      </Steps>
      <div className={css.chart}>
        <Axis scale={scale} weekStart={weekStart} track={track} />
        <div className={css.rows}>
          <Lines scale={scale} weekStart={weekStart} />
          {spans.length === 0 && <EmptyState what={t('gantt.empty')} />}
          {groupsOf(form, settings.group, spans).map((group) => (
            <div key={group.key} role="list" aria-label={group.name(f) || undefined}>
              {settings.group && <GroupLine form={form} group={group} />}
              {group.spans.map((span) => (
                <BarRow key={span.row.id} span={span} scale={scale} acts={acts} />
              ))}
            </div>
          ))}
        </div>
      </div>
      <ClashDialog form={form} moves={acts.moves} />
    </div>
  )
}

function asked(form: Form, state: ListState, settings: GanttSettings, first: string, last: string) {
  const { start, end, group } = settings
  const keys = [form.title, start, end, group, ...(canLeak(form) ? ['heat'] : [])]
  return {
    filter: both(state.filter, within(settings, first, last)),
    search: state.search,
    sort: [start],
    fields: [...new Set(keys.filter((key) => typeof key === 'string'))],
    ...coloursOf(state.definition),
  }
}

/** What can be done with a bar; nothing but opening for those who may only look. */
function useBarActs(
  form: Form,
  state: ListState,
  settings: GanttSettings,
  spans: Span[],
  daysOf: (px: number) => number,
): BarActs & { moves: ReturnType<typeof useDateMoves> } {
  const f = useFormat()
  const navigate = useNavigate()
  const moves = useDateMoves(form)
  const change = (held: Held, span: Span | undefined) => {
    if (!span) return
    const { row } = span
    if (held.grip === 'both') moves.move(row, movedBy(row, settings, held.days, f.zone))
    else moves.move(row, resizedBy(span, settings, held.grip, held.days, f.zone))
  }
  const drag = useBarDrag(daysOf, (held) =>
    change(
      held,
      spans.find((span) => span.row.id === held.id),
    ),
  )
  const movable = mayMove(form, [settings.start, settings.end])
  return {
    moves,
    held: drag.held,
    take: drag.take,
    movable,
    onOpen: (row: Row) => {
      if (!drag.wasDrag()) void navigate(recordRoute(form.key, row.id))
    },
    onKey: (span, grip, days) => change({ id: span.row.id, grip, days }, span),
    groundOf: (row) => groundIn(state.definition, row),
  }
}
