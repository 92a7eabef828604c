// Criteria of SUMIF and its kin: a value to equal, or a text such as `">100"`, `"<>A"`, `"="` (empty).
import { Decimal } from 'decimal.js'
import { Day, Moment } from './moments'
import { holds } from './operators'
import { readDay, readNumber } from './reading'
import { fail, UNUSABLE } from './failures'
import { isEmpty, ranks, type Value } from './values'

/** The places at which every (column, criterion) holds; #VALUE when the columns differ in length. */
export function rowsWhere(pairs: [Value[], Value][], zone: string): number[] {
  const length = pairs[0]?.[0].length ?? 0
  if (pairs.some(([column]) => column.length !== length)) fail(UNUSABLE)
  const tests = pairs.map(([column, wanted]) => [column, criterion(column, wanted, zone)] as const)
  return Array.from({ length }, (_, at) => at).filter((at) => tests.every(([column, test]) => test(column[at] ?? null)))
}

function criterion(column: Value[], wanted: Value, zone: string): (value: Value) => boolean {
  let [op, operand] = ['=', wanted]
  if (typeof wanted === 'string') {
    const found = /^(<>|<=|>=|<|>|=)?([\s\S]*)$/.exec(wanted)
    op = found?.[1] ?? '='
    operand = typed(found?.[2] ?? '', column.find((each) => !isEmpty(each)) ?? null)
  }
  if (isEmpty(operand)) return (value) => (op === '=' || op === '<>') && isEmpty(value) === (op === '=')
  return (value) => meets(op, value, operand, zone)
}

function typed(text: string, like: Value): Value {
  if (!text || like === null || typeof like === 'string') return text
  if (typeof like === 'boolean') {
    const word = text.toUpperCase()
    return word === 'TRUE' || word === 'FALSE' ? word === 'TRUE' : fail(UNUSABLE)
  }
  return like instanceof Decimal ? readNumber(text) : readDay(text)
}

function kind(value: Value): string {
  if (value instanceof Decimal) return 'number'
  return value instanceof Day || value instanceof Moment ? 'moment' : typeof value
}

function meets(op: string, value: Value, operand: Value, zone: string): boolean {
  if (isEmpty(value) || kind(value) !== kind(operand)) return op === '<>'
  const [left = null, right = null] = ranks([value, operand], zone)
  return holds(op, left, right)
}
