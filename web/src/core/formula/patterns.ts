// The patterns of TEXT: `0.00`, `#,##0`, `0%`, `yyyy-mm-dd hh:mm`; what is no pattern stands as it is.
import { Decimal } from 'decimal.js'
import { Day, type Local, type Moment, pad } from './moments'
import { fail, UNUSABLE } from './failures'
import { number } from './values'

const DIGITS = /[#0][#0,]*(\.[#0]*)?|\.[#0]+/
const PARTS = /yyyy|yy|mm?|dd?|hh?|ss?|a{3,4}/gi
const WEEKDAYS = '一二三四五六日'
const MOST_PLACES = 20

const times = (text: string, char: string): number => text.split(char).length - 1

export function numberText(value: Decimal, pattern: string): string {
  const found = DIGITS.exec(pattern) ?? fail(UNUSABLE)
  const [before, after] = [pattern.slice(0, found.index), pattern.slice(found.index + found[0].length)]
  const [whole = '', part = ''] = found[0].split('.')
  const shown = (before + after).includes('%') ? number(value.times(100)) : value
  const text = digits(shown.abs(), times(whole, '0'), times(part, '0'), part.length, whole.includes(','))
  return `${shown.lt(0) && /[1-9]/.test(text) ? '-' : ''}${before}${text}${after}`
}

/** A number that is not negative, with `whole` digits at least and `least` to `most` decimals. */
export function digits(value: Decimal, whole: number, least: number, most: number, grouped: boolean): string {
  if (most > MOST_PLACES || whole > MOST_PLACES) fail(UNUSABLE)
  const [front = '', back = ''] = value.toFixed(most, Decimal.ROUND_HALF_UP).split('.')
  const padded = front.replace(/^0+/, '').padStart(whole, '0')
  const shown = grouped ? padded.replace(/(?<=\d)(?=(\d{3})+$)/g, ',') : padded
  let decimals = back
  while (decimals.length > least && decimals.endsWith('0')) decimals = decimals.slice(0, -1)
  return decimals ? `${shown}.${decimals}` : shown || '0'
}

export function momentText(value: Day | Moment, pattern: string, zone: string): string {
  const local: Local =
    value instanceof Day ? { day: value, hour: 0, minute: 0, second: 0, millisecond: 0 } : value.local(zone)
  const parts = [...pattern.matchAll(PARTS)]
  if (!parts.length) fail(UNUSABLE)
  const letter = (index: number): string => parts[index]?.[0][0]?.toLowerCase() ?? ''
  let index = 0
  return pattern.replace(PARTS, (part) => {
    const isMinute = letter(index - 1) === 'h' || letter(index + 1) === 's'
    index++
    return written(part.toLowerCase(), local, isMinute)
  })
}

function written(token: string, { day, hour, minute, second }: Local, isMinute: boolean): string {
  if (token.startsWith('y')) return pad(day.year, 4).slice(-token.length)
  if (token.startsWith('a')) return `${token.length === 4 ? '星期' : ''}${WEEKDAYS[day.weekday - 1]}`
  const values: Record<string, number> = { m: isMinute ? minute : day.month, d: day.day, h: hour, s: second }
  return pad(values[token[0] ?? ''] ?? 0, token.length)
}
