// Who asks, and when: what conditions mean by me, today and this week.
import type { Id } from '../types'

/** `weekStart` 1 Monday … 7 Sunday; `now` in milliseconds. */
export type Asker = { me: Id | null; zone: string; weekStart: number; now: number }

/** Null: unknown, because a value is empty or cannot be known here. */
export type Verdict = boolean | null
