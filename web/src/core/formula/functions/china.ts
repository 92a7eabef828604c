// What business in China asks for: amounts in capitals, parts of ID-card numbers, credit codes.
import { Decimal } from 'decimal.js'
import type { Day } from '../moments'
import { birthday, isCreditCode, PROVINCES, sexDigit, trimmed } from '../papers'
import { monthsBetween } from '../units'
import { fail, OUT_OF_RANGE, UNUSABLE } from '../failures'
import { decimal, type Value } from '../values'
import { type Family, fn } from './fn'
import { places } from './math'

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const TENS = ['', '拾', '佰', '仟']
const MYRIADS = ['', '万', '亿', '万亿']

function capitals(value: Decimal): string {
  const amount = places(value.abs(), decimal(2), Decimal.ROUND_HALF_UP)
  if (amount.gte('1e16')) fail(OUT_OF_RANGE)
  const [whole = '0', part = '00'] = amount.toFixed(2).split('.')
  const [jiao, fen] = [Number(part[0]), Number(part[1])]
  const yuan = whole === '0' ? '' : `${integer(whole)}元`
  const tenths = jiao ? `${DIGITS[jiao]}角` : yuan && fen ? '零' : ''
  const text = `${yuan}${tenths}${fen ? `${DIGITS[fen]}分` : '整'}`
  if (text === '整') return '零元整'
  return value.lt(0) ? `负${text}` : text
}

/** Groups of four digits, each with its name; a gap of any length is one 零. */
function integer(digits: string): string {
  const groups = digits.padStart(16, '0').match(/\d{4}/g) ?? []
  let text = ''
  groups.forEach((group, index) => {
    if (!Number(group)) return
    const at = groups.length - 1 - index
    const rest = groups.slice(index + 1)
    const name = at === 3 && Number(rest[0]) ? '万' : (MYRIADS[at] ?? '')
    text += (text && Number(group) < 1000 ? '零' : '') + four(group) + name
  })
  return text
}

function four(group: string): string {
  const text = [...group]
    .map((digit, at) => (digit === '0' ? '零' : `${DIGITS[Number(digit)]}${TENS[3 - at]}`))
    .join('')
  return text.replace(/零+/g, '零').replace(/^零|零$/g, '')
}

/** What a valid number says; null for an empty one, #VALUE for any other. */
function said(text: string, read: (born: Day) => Value): Value {
  return text ? read(birthday(text) ?? fail(UNUSABLE)) : null
}

const age = (born: Day, on: Day): Decimal =>
  born.ordinal <= on.ordinal ? decimal(Math.floor(monthsBetween(born, on) / 12)) : fail(UNUSABLE)

export const china: Family = {
  RMBCAP: fn('number', (_, value: Decimal) => capitals(value)),
  IDVALID: fn('text', (_, text: string) => birthday(text) !== null),
  IDBIRTHDAY: fn('text', (_, text: string) => said(text, (born) => born)),
  IDSEX: fn('text', (_, text: string) => said(text, () => (sexDigit(text) % 2 ? '男' : '女'))),
  IDAGE: fn('text date', (_, text: string, on: Day) => said(text, (born) => age(born, on))),
  IDPROVINCE: fn('text', (_, text: string) => said(text, () => PROVINCES[trimmed(text).slice(0, 2)] ?? null)),
  CREDITCODEVALID: fn('text', (_, text: string) => isCreditCode(text)),
}
