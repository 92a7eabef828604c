// What a formula is evaluated against: the values of a record, the clock and the workspace's calendar.
import type { Day, Moment } from './moments'
import type { Failed } from './failures'
import type { Value } from './values'

export type Held = Value | Failed

/** The values of one record by path; undefined where there is no such field any more. */
export type Source = { value: (path: string) => Held | undefined; old?: (path: string) => Held | undefined }

export type Setting = {
  now: Moment
  zone: string
  weekStart: number
  isWorkday: (day: Day) => boolean
}

export type Context = Setting & { source: Source }
