// From a checked tree to a value: the browser's half of the evaluator, held to the server's by golden vectors.
import { Decimal } from 'decimal.js'
import type { Context, Held, Setting, Source } from './context'
import { functions } from './functions'
import type { Fn } from './functions/fn'
import { Day, Moment } from './moments'
import { operate } from './operators'
import { laidOut } from './signature'
import { type Node, typeOf } from './tree'
import { Failed, Failure, fail, LOST, OUT_OF_RANGE } from './failures'
import { asDay, asMoment, decimal, type Value, ZERO } from './values'

const NOTHING: Record<string, Value> = { number: ZERO, text: '', boolean: false }

/** The value of a checked tree for one record; a `Failed` when it has none. */
export function evaluate(tree: Node, source: Source, setting: Setting): Value | Failed {
  try {
    const value = valueOf(tree, { ...setting, source })
    return value === '' ? null : value
  } catch (error) {
    if (error instanceof Failure) return new Failed(error.code)
    throw error
  }
}

function valueOf(node: Node, context: Context): Value {
  if ('number' in node) return decimal(node.number)
  if ('text' in node) return node.text
  if ('boolean' in node) return node.boolean
  if ('field' in node) return held(context.source.value(node.field))
  if ('call' in node) return called(node, context)
  if (!('op' in node)) return null
  const values = node.args.map((arg) => valueOf(arg, context))
  return operate(node.op, node.type, node.args.map(typeOf), values, context.zone)
}

function held(value: Held | Held[] | undefined): Value {
  if (value === undefined) fail(LOST)
  if (value instanceof Failed) fail(value.code)
  if (Array.isArray(value)) return value.map(held)
  return value instanceof Decimal ? decimal(value) : value
}

function called(node: Extract<Node, { call: string }>, context: Context): Value {
  const [first] = node.args
  if (node.call === 'OLD' && first && 'field' in first) return held(context.source.old?.(first.field) ?? null)
  const known = functions[node.call] ?? fail(LOST)
  const value = known.lazy ? later(known, node.args, context) : now(known, node.args, context)
  return node.type === 'datetime' && value instanceof Day ? asMoment(value, context.zone) : value
}

function later(known: Fn, args: Node[], context: Context): Value {
  const thunks = args.map((arg) => () => valueOf(arg, context))
  return finite(known.work(context, ...(thunks as never[])))
}

function now(known: Fn, args: Node[], context: Context): Value {
  const takes = laidOut(known.signature, args.length)
  const values = args.map((arg) => valueOf(arg, context))
  const given = values.map((value, at) => fitted(known, takes[at] ?? [], value, context))
  const missing = given.some((value, at) => value === null && takes[at]?.every(isMoment))
  if (missing && !known.keepsEmpty) return null
  return finite(known.work(context, ...(given as never[])))
}

const isMoment = (type: string): boolean => type === 'date' || type === 'datetime'

/** An argument as the work of a function expects it. */
function fitted(known: Fn, types: string[], value: Value, context: Context): Value {
  const only = types.length === 1 ? types[0] : undefined
  if (value === null) {
    if (only?.endsWith('[]')) return []
    return known.keepsEmpty || !only ? null : (NOTHING[only] ?? null)
  }
  if (value instanceof Moment && only === 'date') return asDay(value, context.zone)
  if (value instanceof Day && only === 'datetime') return asMoment(value, context.zone)
  return value
}

function finite(value: Value): Value {
  return value instanceof Decimal && !value.isFinite() ? fail(OUT_OF_RANGE) : value
}
