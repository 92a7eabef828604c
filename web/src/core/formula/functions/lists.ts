// Lists: detail columns, many related records, several choices; and texts taken apart.
import type { Decimal } from 'decimal.js'
import { fail, NOT_FOUND, TOO_MUCH } from '../failures'
import { asText, decimal, keyOf, MAX_ITEMS, ranks, short, type Value, whole } from '../values'
import { flat } from './aggregate'
import { type Family, fn } from './fn'

/** The first of each value, by what values are matched by. */
function unique(values: Value[], zone: string): Value[] {
  const found = flat(values)
  const keys = ranks(found, zone).map(keyOf)
  return found.filter((_, at) => keys.indexOf(keys[at] ?? '') === at)
}

function includes(values: Value[], wanted: Value, zone: string): boolean {
  const keys = ranks([...values, wanted], zone).map((value) => (value === null ? keyOf('') : keyOf(value)))
  return keys.slice(0, -1).includes(keys.at(-1) ?? '')
}

export const lists: Family = {
  FIRST: fn('T[]', (_, values: Value[]) => values[0] ?? null),
  LAST: fn('T[]', (_, values: Value[]) => values.at(-1) ?? null),
  INDEX: fn('T[] number', (_, values: Value[], place: Decimal) => {
    const at = whole(place)
    return at >= 1 && at <= values.length ? (values[at - 1] ?? null) : fail(NOT_FOUND)
  }),
  UNIQUE: fn('T[]', (context, values: Value[]) => unique(values, context.zone)),
  COUNTUNIQUE: fn('any[]', (context, values: Value[]) => decimal(unique(values, context.zone).length)),
  JOIN: fn('any[] text?', (context, values: Value[], between = ',') =>
    short(
      flat(values)
        .map((value) => asText(value, context.zone))
        .join(between),
    ),
  ),
  SPLIT: fn('text text', (_, text: string, at: string) => {
    if (!text) return []
    const parts = at ? text.split(at) : [...text]
    return parts.length <= MAX_ITEMS ? parts : fail(TOO_MUCH)
  }),
  INCLUDES: fn('T[] T', (context, values: Value[], wanted: Value) => includes(values, wanted, context.zone)),
}
