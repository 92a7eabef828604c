// Texts: counted in code points, compared with their case, empty is ''.
import type { Decimal } from 'decimal.js'
import { fail, NOT_FOUND, TOO_MUCH, UNUSABLE } from '../failures'
import { asText, decimal, lengthOf, ONE, short, type Value, whole } from '../values'
import { everything } from './aggregate'
import { type Family, fn } from './fn'

const MAX_TEXT = 32_767

/** A number of characters or a position; #VALUE below `least`. */
function count(value: Decimal, least = 0): number {
  const found = whole(value)
  return found >= least ? found : fail(UNUSABLE)
}

function small(char: string): string {
  const lower = char.toLowerCase()
  return lengthOf(lower) === 1 ? lower : char
}

const folded = (text: string): string => [...text].map(small).join('')

function find(part: string, text: string, start: Decimal): Decimal {
  const from = count(start, 1) - 1
  const chars = [...text]
  if (from > chars.length) fail(NOT_FOUND)
  const at = chars.slice(from).join('').indexOf(part)
  return at < 0 ? fail(NOT_FOUND) : decimal(from + 1 + lengthOf(chars.slice(from).join('').slice(0, at)))
}

function substitute(text: string, old: string, fresh: string, which?: Decimal): string {
  if (!old) return text
  const parts = text.split(old)
  if (which === undefined) {
    if (lengthOf(text) + (parts.length - 1) * (lengthOf(fresh) - lengthOf(old)) > MAX_TEXT) fail(TOO_MUCH)
    return parts.join(fresh)
  }
  const at = count(which, 1)
  return at >= parts.length ? text : short(parts.slice(0, at).join(old) + fresh + parts.slice(at).join(old))
}

function character(code: Decimal): string {
  const point = whole(code)
  const exists = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
  return exists ? String.fromCodePoint(point) : fail(UNUSABLE)
}

function repeat(text: string, times: Decimal): string {
  const often = count(times)
  return lengthOf(text) * often <= MAX_TEXT ? (text ? text.repeat(often) : '') : fail(TOO_MUCH)
}

function last(text: string, length: Decimal): string {
  const chars = [...text]
  return chars.slice(Math.max(0, chars.length - count(length))).join('')
}

function middle(text: string, start: Decimal, length: Decimal): string {
  const at = count(start, 1) - 1
  return [...text].slice(at, at + count(length)).join('')
}

function replace(text: string, start: Decimal, length: Decimal, fresh: string): string {
  const at = count(start, 1) - 1
  const chars = [...text]
  return short(chars.slice(0, at).join('') + fresh + chars.slice(at + count(length)).join(''))
}

/** Line breaks, tabs and the like. */
function isControl(char: string): boolean {
  const code = char.charCodeAt(0)
  return code < 32 || (code > 126 && code < 160)
}

export const text: Family = {
  CONCATENATE: fn('any|any[]+', (context, ...values: Value[]) =>
    short(
      everything(values)
        .map((value) => asText(value, context.zone))
        .join(''),
    ),
  ),
  LEFT: fn('text number?', (_, value: string, length: Decimal = ONE) => [...value].slice(0, count(length)).join('')),
  RIGHT: fn('text number?', (_, value: string, length: Decimal = ONE) => last(value, length)),
  MID: fn('text number number', (_, value: string, start: Decimal, length: Decimal) => middle(value, start, length)),
  LEN: fn('text', (_, value: string) => decimal(lengthOf(value))),
  TRIM: fn('text', (_, value: string) => value.replace(/[ \t\r\n\u00a0\u3000]+/g, ' ').replace(/^ | $/g, '')),
  CLEAN: fn('text', (_, value: string) => [...value].filter((char) => !isControl(char)).join('')),
  UPPER: fn('text', (_, value: string) => short(value.toUpperCase())),
  LOWER: fn('text', (_, value: string) => short(value.toLowerCase())),
  REPLACE: fn('text number number text', (_, value: string, start: Decimal, length: Decimal, fresh: string) =>
    replace(value, start, length, fresh),
  ),
  SUBSTITUTE: fn('text text text number?', (_, value: string, old: string, fresh: string, which?: Decimal) =>
    substitute(value, old, fresh, which),
  ),
  FIND: fn('text text number?', (_, part: string, value: string, start: Decimal = ONE) => find(part, value, start)),
  SEARCH: fn('text text number?', (_, part: string, value: string, start: Decimal = ONE) =>
    find(folded(part), folded(value), start),
  ),
  CONTAINS: fn('text text', (_, value: string, part: string) => value.includes(part)),
  STARTSWITH: fn('text text', (_, value: string, part: string) => value.startsWith(part)),
  ENDSWITH: fn('text text', (_, value: string, part: string) => value.endsWith(part)),
  REPT: fn('text number', (_, value: string, times: Decimal) => repeat(value, times)),
  REVERSE: fn('text', (_, value: string) => [...value].reverse().join('')),
  CHAR: fn('number', (_, code: Decimal) => character(code)),
}
