// A row at which somebody is at work stays where it is, also where it no longer belongs there or to the list at all.
import { useRef } from 'react'
import type { Id } from '@/core/types'
import type { Line } from './grouping'

type RowLine = Extract<Line, { kind: 'row' }>
type Held = { id: Id; index: number; line: RowLine }

const isOf =
  (id: Id) =>
  (line: Line): line is RowLine =>
    line.kind === 'row' && line.row.id === id

/** The lines with the held one in its old place; among groups it goes along with its group while it has one. */
export function withHeld(lines: Line[], held: Held | null, grouped: boolean): Line[] {
  if (!held) return lines
  const now = lines.find(isOf(held.id))
  if (now && grouped) return lines
  const rest = lines.filter((line) => line !== now)
  return [...rest.slice(0, held.index), now ?? { ...held.line, at: -1 }, ...rest.slice(held.index)]
}

/** `id`: of the record at work, null when there is none. */
export function useHeld(lines: Line[], id: Id | null, grouped: boolean): Line[] {
  const held = useRef<Held | null>(null)
  if (id === null) held.current = null
  else {
    const index = lines.findIndex(isOf(id))
    const line = lines[index] as RowLine | undefined
    if (line) held.current = { id, line, index: held.current?.id === id ? held.current.index : index }
    else if (held.current?.id !== id) held.current = null
  }
  return withHeld(lines, held.current, grouped)
}
