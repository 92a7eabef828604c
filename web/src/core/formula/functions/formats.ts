// Values into texts and back.
import { Decimal } from 'decimal.js'
import { Day, Moment } from '../moments'
import { digits, momentText, numberText } from '../patterns'
import { readNumber } from '../reading'
import { fail, UNUSABLE } from '../failures'
import { asText, decimal, lengthOf, short, type Value, whole } from '../values'
import { type Family, fn } from './fn'

const MOST_PATTERN = 100

function fixed(value: Decimal, places: Decimal, plain: boolean): string {
  const count = whole(places)
  if (count < 0) fail(UNUSABLE)
  const text = digits(value.abs(), 1, count, count, !plain)
  return short(value.lt(0) && /[1-9]/.test(text) ? `-${text}` : text)
}

export const formats: Family = {
  TEXT: fn('any text', (context, value: Value, pattern: string) => {
    if (lengthOf(pattern) > MOST_PATTERN) fail(UNUSABLE)
    if (value instanceof Decimal) return numberText(value, pattern)
    if (value instanceof Day || value instanceof Moment) return momentText(value, pattern, context.zone)
    return asText(value, context.zone)
  }),
  FIXED: fn('number number? boolean?', (_, value: Decimal, places: Decimal = decimal(2), plain = false) =>
    fixed(value, places, plain),
  ),
  VALUE: fn('text', (_, text: string) => (text ? readNumber(text) : null)),
}
