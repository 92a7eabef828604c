// The time axis of a Gantt chart: which days are in sight, where they lie, and how they are named above.
import { addDays, addMonths, daysBetween, weekOf } from '@/core/format/days'
import type { Span } from '@/features/dated/span'

export type Zoom = 'week' | 'month' | 'quarter'
export type Scale = { zoom: Zoom; first: string; last: string; days: number }

/** Weeks show four of them, months three, quarters a year. */
export function scaleOf(at: string, zoom: Zoom, weekStart: number): Scale {
  if (zoom === 'week') return made(zoom, weekOf(at, weekStart), 28)
  const month = `${at.slice(0, 7)}-01`
  if (zoom === 'month') return made(zoom, month, daysBetween(month, addMonths(month, 3)))
  const quarter = addMonths(month, -((Number(at.slice(5, 7)) - 1) % 3))
  return made(zoom, quarter, daysBetween(quarter, addMonths(quarter, 12)))
}

const made = (zoom: Zoom, first: string, days: number): Scale => ({ zoom, first, last: addDays(first, days - 1), days })

/** The beginning of the stretch before or after. */
export function stepped({ zoom, first }: Scale, by: 1 | -1): string {
  if (zoom === 'week') return addDays(first, 14 * by)
  return addMonths(first, by * (zoom === 'month' ? 1 : 3))
}

export type Tick = { day: string; left: number; width: number }

/** The heads above: weeks, months or quarters, each cut at the edges. */
export function ticksOf(scale: Scale, weekStart: number): Tick[] {
  const ticks: Tick[] = []
  for (let day = scale.first; day <= scale.last; ) {
    const next = after(day, scale.zoom, weekStart)
    const end = next > scale.last ? addDays(scale.last, 1) : next
    ticks.push({ day, left: share(scale, day), width: (daysBetween(day, end) / scale.days) * 100 })
    day = next
  }
  return ticks
}

function after(day: string, zoom: Zoom, weekStart: number): string {
  if (zoom === 'week') return addDays(weekOf(day, weekStart), 7)
  return addMonths(day, 1)
}

/** Where a day begins, in per cent of the width. */
export const share = (scale: Scale, day: string): number => (daysBetween(scale.first, day) / scale.days) * 100

export type Bar = { left: number; width: number; goesBack: boolean; goesOn: boolean }

/** A record's bar; undefined when it lies outside. */
export function barOf(span: Span, scale: Scale): Bar | undefined {
  if (span.to < scale.first || span.from > scale.last) return undefined
  const from = span.from < scale.first ? scale.first : span.from
  const to = span.to > scale.last ? scale.last : span.to
  const left = share(scale, from)
  return {
    left,
    width: ((daysBetween(from, to) + 1) / scale.days) * 100,
    goesBack: span.from < scale.first,
    goesOn: span.to > scale.last,
  }
}

/** Days that a pointer has gone, on a track of that many pixels. */
export const daysGone = (px: number, track: number, scale: Scale): number =>
  track > 0 ? Math.round((px / track) * scale.days) : 0
