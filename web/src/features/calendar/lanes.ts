// Where entries lie in a week: each a stretch of days in a lane of its own, long ones and early ones on top.
import { daysBetween } from '@/core/format/days'
import type { Span } from '@/features/dated/span'

/** `from` and `to` are places among the days shown; `begins`, `ends`: it does not go on outside of them. */
export type Segment = { span: Span; from: number; to: number; lane: number; begins: boolean; ends: boolean }

export function lanesOf(spans: Span[], days: string[]): Segment[] {
  const first = days[0]!
  const last = days.length - 1
  const inside = spans
    .map((span) => ({ span, from: daysBetween(first, span.from), to: daysBetween(first, span.to) }))
    .filter((each) => each.to >= 0 && each.from <= last)
    .sort((a, b) => Math.max(0, a.from) - Math.max(0, b.from) || b.to - b.from - (a.to - a.from))
  const ends: number[] = [] // the last day taken in each lane
  return inside.map(({ span, from, to }) => {
    const [start, end] = [Math.max(0, from), Math.min(last, to)]
    const free = ends.findIndex((taken) => taken < start)
    const lane = free < 0 ? ends.length : free
    ends[lane] = end
    return { span, from: start, to: end, lane, begins: from >= 0, ends: to <= last }
  })
}

/** How many entries of each day find no place in the first `lanes`. */
export const hiddenOn = (segments: Segment[], day: number, lanes: number): number =>
  segments.filter((s) => s.lane >= lanes && s.from <= day && day <= s.to).length

/** The entries of one day, in the order in which they lie. */
export const onDay = (spans: Span[], day: string): Span[] => spans.filter((s) => s.from <= day && day <= s.to)
