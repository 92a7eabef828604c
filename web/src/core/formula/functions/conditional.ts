// Aggregates over the rows that meet criteria.
import { Decimal } from 'decimal.js'
import type { Context } from '../context'
import { rowsWhere } from '../criteria'
import { fail, UNUSABLE } from '../failures'
import { decimal, keyOf, type Value } from '../values'
import { extreme, flat, mean, total } from './aggregate'
import { type Family, fn } from './fn'
import { asInstant } from './dates'

type Pairs = [Value[], Value][]

const pairsOf = (args: Value[]): Pairs =>
  Array.from({ length: args.length / 2 }, (_, at) => [args[at * 2] as Value[], args[at * 2 + 1] ?? null])

/** The values that are there in the rows that meet every criterion. */
function chosen({ zone }: Context, values: Value[], pairs: Pairs): Value[] {
  if (pairs.some(([column]) => column.length !== values.length)) fail(UNUSABLE)
  return flat(rowsWhere(pairs, zone).map((at) => values[at] ?? null))
}

const numbers = (values: Value[]): Decimal[] => values.filter((value) => value instanceof Decimal)

function mapped(context: Context, how: string, keys: Value[], wanted: Value, values: Value[]): Value {
  if (!['first', 'last', 'max', 'min'].includes(how) || keys.length !== values.length) fail(UNUSABLE)
  const key = (value: Value): string => (value === '' || value === null ? '' : keyOf(asInstant(value, context.zone)))
  const found = values.filter((_, at) => key(keys[at] ?? null) === key(wanted))
  if (how === 'max' || how === 'min') return extreme(flat(found), context.zone, how === 'max' ? 1 : -1)
  return found.at(how === 'first' ? 0 : -1) ?? null
}

const ONE_CRITERION = 'any[] any number[]?'

export const conditional: Family = {
  SUMIF: fn(ONE_CRITERION, (context, column: Value[], wanted: Value, values: Value[] = column) =>
    total(numbers(chosen(context, values, [[column, wanted]]))),
  ),
  SUMIFS: fn('number[] (any[] any)+', (context, values: Value[], ...pairs: Value[]) =>
    total(numbers(chosen(context, values, pairsOf(pairs)))),
  ),
  COUNTIF: fn('any[] any', (context, column: Value[], wanted: Value) =>
    decimal(rowsWhere([[column, wanted]], context.zone).length),
  ),
  COUNTIFS: fn('(any[] any)+', (context, ...pairs: Value[]) => decimal(rowsWhere(pairsOf(pairs), context.zone).length)),
  AVERAGEIF: fn(ONE_CRITERION, (context, column: Value[], wanted: Value, values: Value[] = column) =>
    mean(numbers(chosen(context, values, [[column, wanted]]))),
  ),
  MAXIFS: fn('T[] (any[] any)+', (context, values: Value[], ...pairs: Value[]) =>
    extreme(chosen(context, values, pairsOf(pairs)), context.zone, 1),
  ),
  MINIFS: fn('T[] (any[] any)+', (context, values: Value[], ...pairs: Value[]) =>
    extreme(chosen(context, values, pairsOf(pairs)), context.zone, -1),
  ),
  MAPX: fn('text T[] T U[]', (context, how: string, keys: Value[], wanted: Value, values: Value[]) =>
    mapped(context, how, keys, wanted, values),
  ),
}
