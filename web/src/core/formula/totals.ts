// Totals of a record's own detail rows while they are filled in: the browser's half of bulou/forms/rollups.
import { Decimal } from 'decimal.js'
import { holds } from '../conditions/holds'
import type { Asker } from '../conditions/types'
import type { Field, Filter, Value } from '../types'
import { type Given, likeOf, nothing, rounded, shown } from './cells'
import type { Setting } from './context'
import { Failed } from './failures'
import { settingsOf } from './foretells'
import { columnOf, ofRow } from './rows'
import { compare, decimal, Exact, keyOf, type Value as Inner } from './values'

// What can be told apart as the server does: other texts are stored in a form of their own.
const TOLD_APART = new Set(
  ['number', 'money', 'percent', 'rating', 'slider', 'date', 'datetime', 'time', 'choice', 'cascade', 'switch'].concat([
    'person',
    'department',
    'text',
  ]),
)

/** False where only the server knows how values are told apart. */
export function foreseen(field: Field, detail: Field | undefined): boolean {
  const { function: how, of } = settingsOf(field)
  const column = of ? detail && columnOf(detail, of) : undefined
  if (how === 'count') return true
  return column !== undefined && (how !== 'distinct' || TOLD_APART.has(likeOf(column).kind))
}

/** The figure of `field` over the rows of `detail`, as the server stores it. */
export function totalOf(field: Field, detail: Field, rows: Given[], setting: Setting): Inner | Failed {
  const { function: how = 'count', of, filter } = settingsOf(field)
  const asker = { me: null, zone: setting.zone, weekStart: setting.weekStart, now: setting.now.ms }
  const met = rows
    .map((row) => ({ row, value: ofRow(detail, row, setting) }))
    .filter(({ row, value }) => !filter || judged(filter, detail, row, value, asker))
  if (how === 'count' || !of) return decimal(met.length)
  const column = columnOf(detail, of)!
  if (how === 'distinct') return decimal(new Set(met.flatMap(({ row, value }) => apart(column, row, value))).size)
  const values = met.map(({ value }) => value(of)).filter((each) => each !== null && !(each instanceof Failed))
  return rounded(field, figure(how, values as Inner[]))
}

type Cell = (key: string) => Inner | Failed

function judged(filter: Filter, detail: Field, row: Given, value: Cell, asker: Asker): boolean {
  const valueOf = (key: string) => {
    const column = columnOf(detail, key)
    return column && { operand: column.operand ?? 'text', value: seen(column, row, value) }
  }
  return holds(filter, valueOf, asker) === true
}

/** The value of a cell as pages hold it; nothing where it is an error. */
function seen(column: Field, row: Given, value: Cell): Value {
  if (!column.tree) return row[column.key] ?? null
  const found = value(column.key)
  return found instanceof Failed ? null : (shown(column, found) as Value)
}

function figure(how: string, values: Inner[]): Inner {
  if (how === 'sum') return sum(values)
  if (how === 'average') return values.length ? new Exact(sum(values)).div(values.length) : null
  const wanted = how === 'min' ? -1 : 1
  return values.reduce<Inner>((best, each) => (best === null || compare(each, best) * wanted > 0 ? each : best), null)
}

const sum = (values: Inner[]): Decimal => values.reduce<Decimal>((all, each) => all.plus(each as Decimal), new Wide(0))

/** A sum has up to 19 digits and the average of it more; neither loses one. */
const Wide = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })

/** What tells one value from another; nothing of an empty cell or an error. */
function apart(column: Field, row: Given, value: Cell): string[] {
  const given = seen(column, row, value)
  if (nothing(given)) return []
  const { kind } = likeOf(column)
  if (typeof given === 'object') return ['other' in given! ? 'other' : String((given as { id?: unknown }).id)]
  if (kind === 'text') return [String(given).normalize('NFC').trim().replace(/\s+/g, ' ')].filter(Boolean)
  if (kind === 'time') return [String(given).padEnd(8, ':00')]
  const found = value(column.key)
  return found === null || found instanceof Failed ? [] : [keyOf(found)]
}
