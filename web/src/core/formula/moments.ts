// Days and moments: the calendar of years 1 to 9999, months that clamp, wall clocks of a zone.
import { fail, OUT_OF_RANGE } from './failures'

const DAY_MS = 86_400_000
const EPOCH = 719_163 // the number of 1970-01-01, when 0001-01-01 is 1
const LAST = 3_652_059 // 9999-12-31
const EARLIEST_MS = (1 - EPOCH) * DAY_MS
const LATEST_MS = (LAST + 1 - EPOCH) * DAY_MS - 1
const BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

export const pad = (value: number, length: number): string => String(value).padStart(length, '0')

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** How many days the month (1 to 12) has. */
export const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

const yearStart = (year: number): number => {
  const past = year - 1
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
}

const ordinalOf = (year: number, month: number, day: number): number =>
  yearStart(year) + (BEFORE[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0) + day

/** A day of the calendar. */
export class Day {
  readonly ordinal: number
  readonly year: number
  readonly month: number
  readonly day: number

  constructor(ordinal: number) {
    if (!(ordinal >= 1 && ordinal <= LAST)) fail(OUT_OF_RANGE)
    let year = Math.max(1, Math.floor(ordinal / 365.2425))
    while (yearStart(year + 1) < ordinal) year++
    let month = 12
    while (ordinalOf(year, month, 1) > ordinal) month--
    this.ordinal = ordinal
    this.year = year
    this.month = month
    this.day = ordinal - ordinalOf(year, month, 1) + 1
  }

  /** The day of a year, month and day that exist. */
  static of(year: number, month: number, day: number): Day {
    return new Day(ordinalOf(year, month, day))
  }

  /** The day, or null when there is none such. */
  static real(year: number, month: number, day: number): Day | null {
    const there = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
    return there ? Day.of(year, month, day) : null
  }

  static parse(iso: string): Day {
    const [year = 1, month = 1, day = 1] = iso.split('-').map(Number)
    return Day.of(year, month, day)
  }

  /** 1 Monday to 7 Sunday. */
  get weekday(): number {
    return ((this.ordinal + 6) % 7) + 1
  }

  plus(days: number): Day {
    return new Day(this.ordinal + days)
  }

  /** The same day of another month, its last one where it is shorter. */
  plusMonths(months: number): Day {
    const total = this.year * 12 + this.month - 1 + months
    const [year, month] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1]
    if (!(year >= 1 && year <= 9999)) fail(OUT_OF_RANGE)
    return Day.of(year, month, Math.min(this.day, daysIn(year, month)))
  }

  midnight(zone: string): Moment {
    return atClock(this, [0, 0, 0, 0], zone)
  }

  iso(): string {
    return `${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`
  }
}

export type Local = { day: Day; hour: number; minute: number; second: number; millisecond: number }

/** A moment, in milliseconds since 1970 in UTC. */
export class Moment {
  readonly ms: number

  constructor(ms: number) {
    if (!(ms >= EARLIEST_MS && ms <= LATEST_MS)) fail(OUT_OF_RANGE)
    this.ms = ms
  }

  /** What calendars and clocks in the zone show. */
  local(zone: string): Local {
    const wall = this.ms + offset(this.ms, zone)
    const days = Math.floor(wall / DAY_MS)
    const rest = wall - days * DAY_MS
    return {
      day: new Day(days + EPOCH),
      hour: Math.floor(rest / 3_600_000),
      minute: Math.floor(rest / 60_000) % 60,
      second: Math.floor(rest / 1000) % 60,
      millisecond: rest % 1000,
    }
  }

  iso(): string {
    return new Date(this.ms).toISOString()
  }
}

/** The moment clocks show that; the first of two; one that is skipped is as much later as they skip. */
export function atClock(day: Day, clock: [number, number, number, number], zone: string): Moment {
  const [hour, minute, second, millisecond] = clock
  const wall = (day.ordinal - EPOCH) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond
  const before = offset(wall - DAY_MS, zone)
  const after = offset(wall + DAY_MS, zone)
  const early = wall - before
  if (before === after || offset(early, zone) === before) return new Moment(early)
  const late = wall - after
  return new Moment(offset(late, zone) === after ? late : early)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far clocks in the zone are ahead of UTC, in milliseconds. */
function offset(ms: number, zone: string): number {
  if (zone === 'UTC') return 0
  let format = formats.get(zone)
  if (!format) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', era: 'short' } as const
    const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts, ...clock })
    formats.set(zone, format)
  }
  const found = Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]))
  const get = (name: string): number => Number(found[name])
  const year = found.era?.startsWith('B') ? 1 - get('year') : get('year')
  const days = ordinalOf(year, get('month'), get('day')) - EPOCH
  const wall = days * DAY_MS + get('hour') * 3_600_000 + get('minute') * 60_000 + get('second') * 1000
  return wall - Math.floor(ms / 1000) * 1000
}
