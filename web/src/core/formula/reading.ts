// Numbers and days out of text: full-width digits count, half a number does not.
import type { Decimal } from 'decimal.js'
import { Day } from './moments'
import { fail, UNUSABLE } from './failures'
import { decimal, lengthOf, number } from './values'

const NUMBER = /^([+-]?)[¥$€£]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]*)?(%?)$/
const DAY = /^([0-9]{4})(?:-([0-9]{1,2})-|\/([0-9]{1,2})\/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?$/
const LONGEST = 100

const folded = (text: string): string =>
  lengthOf(text) > LONGEST ? fail(UNUSABLE) : text.normalize('NFKC').replace(/^ +| +$/g, '')

export function readNumber(text: string): Decimal {
  const found = NUMBER.exec(folded(text))
  if (!found || !/[0-9]/.test(found[0])) fail(UNUSABLE)
  const [, sign = '', whole = '', part = '', percent = ''] = found
  const digits = part === '.' ? '' : part
  const value = number(decimal(`${sign === '-' ? '-' : ''}${whole.replaceAll(',', '') || '0'}${digits}`))
  return percent ? value.div(100) : value
}

export function readDay(text: string): Day {
  const found = DAY.exec(folded(text)) ?? fail(UNUSABLE)
  const month = found[2] ?? found[3] ?? found[4] ?? found[5]
  return Day.real(Number(found[1]), Number(month), Number(found[6])) ?? fail(UNUSABLE)
}
