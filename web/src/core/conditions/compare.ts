// One comparison of a condition on a value as pages hold it; what only the server can know is unknown.
import { date, datetime, stretch, time } from './moments'
import type { Asker, Verdict } from './types'

type Compare = (value: unknown, op: string, wanted: unknown, asker: Asker) => Verdict

const nothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

/** `eq ne in not_in` against a set of wanted values. */
function member(value: unknown, op: string, wanted: unknown[]): Verdict {
  const positive = op === 'eq' || op === 'in'
  if (wanted.length === 0) return !positive
  return nothing(value) ? null : wanted.includes(value) === positive
}

function many(values: unknown[], op: string, wanted: unknown[]): Verdict {
  if (op === 'all') return wanted.every((each) => values.includes(each))
  return wanted.some((each) => values.includes(each)) === ['any', 'eq', 'in'].includes(op)
}

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const text: Compare = (value, op, wanted) => {
  if (['eq', 'ne', 'in', 'not_in'].includes(op))
    return member(
      value,
      op,
      list(wanted).map((each) => String(each).normalize('NFC')),
    )
  if (typeof value !== 'string') return null
  const [whole, part] = [lower(value), lower(String(wanted).normalize('NFC'))]
  if (op === 'starts') return whole.startsWith(part)
  if (op === 'ends') return whole.endsWith(part)
  return whole.includes(part) === (op === 'contains')
}

const amount = (value: unknown): number | null => {
  if (typeof value === 'number') return value
  const own = value as { base?: number | null; amount?: number | null } | null
  return own && typeof own === 'object' ? (own.base ?? own.amount ?? null) : null
}

const number: Compare = (value, op, wanted) => {
  const is = amount(value)
  if (op === 'in' || op === 'not_in') return member(is, op, list(wanted).map(Number))
  if (is === null) return null
  const [low, high] = list(wanted).map(Number) as [number, number]
  const judged: { [op: string]: boolean } = {
    eq: is === low,
    ne: is !== low,
    gt: is > low,
    ge: is >= low,
    lt: is < low,
    le: is <= low,
    between: low <= is && is <= high,
  }
  return judged[op] ?? null
}

const keyOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'other' in value ? 'other' : value
const choice: Compare = (value, op, wanted) => member(keyOf(value), op, list(wanted))
const choices: Compare = (value, op, wanted) =>
  nothing(value) ? (list(wanted).length ? null : op !== 'any') : many(list(value).map(keyOf), op, list(wanted))

const idOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'id' in value ? (value as { id: unknown }).id : value
const record: Compare = (value, op, wanted) => member(idOf(value), op, list(wanted).map(idOf))
const records: Compare = (value, op, wanted) => many(list(value ?? []).map(idOf), op, list(wanted).map(idOf))

/** People by id, or me; who reports to me is the server's to know. */
const people =
  (same: Compare): Compare =>
  (value, op, wanted, asker) => {
    const named = list(wanted)
    if (named.some((each) => typeof each === 'string' && (each !== 'me' || asker.me === null))) return null
    const ids = named.map((each) => (each === 'me' ? asker.me : idOf(each)))
    return same(value, op, ids, asker)
  }

const departments =
  (same: Compare): Compare =>
  (value, op, wanted, asker) =>
    op === 'below' || list(wanted).includes('mine') ? null : same(value, op, wanted, asker)

const below = (path: string, wanted: unknown): boolean =>
  list(wanted).some((each) => path === each || path.startsWith(`${String(each)}/`))

const path: Compare = (value, op, wanted, asker) => {
  if (op !== 'below') return choice(value, op, wanted, asker)
  return typeof value === 'string' ? below(value, wanted) : null
}

const address: Compare = (value, op, wanted) => {
  const { region } = (value ?? {}) as { region?: string | null }
  return op === 'below' && region ? below(region, wanted) : null
}

const BY_OPERAND: { [operand: string]: Compare } = {
  text,
  number,
  choice,
  choices,
  record,
  records,
  path,
  address,
  switch: (value, _op, wanted) => (value === true) === wanted,
  person: people(record),
  people: people(records),
  department: departments(record),
  departments: departments(records),
  date: (value, op, wanted, asker) => (nothing(value) ? null : date(String(value), op, wanted, asker)),
  datetime: (value, op, wanted, asker) => (nothing(value) ? null : datetime(String(value), op, wanted, asker)),
  time: (value, op, wanted) => (nothing(value) ? null : time(String(value), op, wanted)),
  span: (value, op, wanted, asker) => (nothing(value) ? null : stretch(value as never, op, wanted, asker)),
}

/** The verdict of one comparison on a value of that operand type. */
export function compare(operand: string, value: unknown, op: string, wanted: unknown, asker: Asker): Verdict {
  if (op === 'empty' || op === 'not_empty') return nothing(value) === (op === 'empty')
  return BY_OPERAND[operand]?.(value, op, wanted, asker) ?? null
}
