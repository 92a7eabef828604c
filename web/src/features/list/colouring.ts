// Colours by condition: what is asked of the server, and the tint of a row that meets one.
import type { Colouring, Filter, Row, ViewDefinition } from '@/core/types'
import { groundOf } from '@/ui'

/** Those whose condition is whole; while one is being made it colours nothing. */
const whole = (definition: ViewDefinition): Colouring[] => (definition.colours ?? []).filter((each) => each.filter)

/** The part of a query that asks for `_colour`. */
export function coloursOf(definition: ViewDefinition): { colours?: Filter[] } {
  const colours = whole(definition).map((each) => each.filter)
  return colours.length ? { colours } : {}
}

/** What lies behind a row or card; undefined when it meets no condition. */
export function groundIn(definition: ViewDefinition, row: Row): string | undefined {
  const at = row._colour
  const found = typeof at === 'number' ? whole(definition)[at] : undefined
  return found && groundOf(found.colour)
}
