// The time above a Gantt chart, and where today is.
import type { RefObject } from 'react'
import { useFormat } from '@/core/format'
import { periodName } from '@/core/format/period'
import type { ListState } from '@/features/list/state'
import css from './Gantt.module.css'
import { scaleOf, share, stepped, ticksOf, type Scale, type Zoom } from './scale'

const ZOOMS: Zoom[] = ['week', 'month', 'quarter']

/** Which stretch is in sight: the address says. */
export function useAxis(state: ListState, weekStart: number) {
  const f = useFormat()
  const { params, setParams } = state
  const at = /^\d{4}-\d{2}-\d{2}$/.test(params.get('at') ?? '') ? params.get('at')! : f.today()
  const asked = params.get('zoom') as Zoom | null
  const zoom = asked && ZOOMS.includes(asked) ? asked : 'month'
  const scale = scaleOf(at, zoom, weekStart)
  const put = (change: { at?: string; zoom?: Zoom }) => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) next.set(name, value)
    setParams(next, { replace: true })
  }
  return {
    scale,
    step: (by: 1 | -1) => put({ at: stepped(scale, by) }),
    today: () => put({ at: f.today() }),
    zoom: (to: Zoom) => put({ zoom: to }),
  }
}

type Props = { scale: Scale; weekStart: number; track: RefObject<HTMLDivElement | null> }

export function Axis({ scale, weekStart, track }: Props) {
  const f = useFormat()
  const name = (day: string) => (scale.zoom === 'week' ? f.shortDate(day) : periodName(day, 'month', f.locale, false))
  return (
    <div className={css.axis}>
      <div className={css.side} />
      <div className={css.track} ref={track}>
        {ticksOf(scale, weekStart).map((tick) => (
          <span key={tick.day} className={css.tick} style={{ left: `${tick.left}%`, width: `${tick.width}%` }}>
            {name(tick.day)}
          </span>
        ))}
        <Today scale={scale} head />
      </div>
    </div>
  )
}

/** Where weeks or months begin, behind all rows. */
export function Lines({ scale, weekStart }: Omit<Props, 'track'>) {
  return (
    <div className={css.lines} aria-hidden>
      {ticksOf(scale, weekStart).map((tick) => (
        <span key={tick.day} style={{ left: `${tick.left}%` }} />
      ))}
      <Today scale={scale} />
    </div>
  )
}

/** A line through today, cool: being today is no leak. */
function Today({ scale, head = false }: { scale: Scale; head?: boolean }) {
  const f = useFormat()
  const today = f.today()
  if (today < scale.first || today > scale.last) return null
  const middle = share(scale, today) + 50 / scale.days
  return <i className={head ? css.todayHead : css.today} style={{ left: `${middle}%` }} aria-hidden />
}
