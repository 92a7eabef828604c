// Decisions: what is unknown counts as no; parts that do not matter are not worked out.
import { holds } from '../operators'
import { Failure, fail, NOT_FOUND } from '../failures'
import { compare, isEmpty, ranks, type Value } from '../values'
import { type Family, fn, type Later } from './fn'

const lazy = { lazy: true }
const keepsEmpty = { keepsEmpty: true }

/** The first decisive answer, else unknown if any is, else the other one. */
function joined(args: Later[], decisive: boolean): boolean | null {
  let unknown = false
  for (const arg of args) {
    const found = arg()
    if (found === decisive) return decisive
    unknown ||= found === null
  }
  return unknown ? null : !decisive
}

function same(left: Value, right: Value, zone: string): boolean {
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right)
  const [one = null, other = null] = ranks([left, right], zone)
  return compare(one, other) === 0
}

function chosen(args: Later[], isIt: (test: Value) => boolean): Value {
  for (let at = 0; at + 1 < args.length; at += 2) if (isIt(args[at]?.() ?? null)) return args[at + 1]?.() ?? null
  return args.length % 2 ? (args.at(-1)?.() ?? null) : fail(NOT_FOUND)
}

function caught(value: Later, otherwise: Later): Value {
  try {
    return value()
  } catch (error) {
    if (error instanceof Failure) return otherwise()
    throw error
  }
}

function between(values: Value[], zone: string): boolean | null {
  if (values.includes(null)) return null
  const [at = null, least = null, most = null] = ranks(values, zone)
  return holds('<=', least, at) && holds('<=', at, most)
}

export const logic: Family = {
  IF: fn('boolean T T?', (_, test: Later, then: Later, other?: Later) => (test() ? then() : (other?.() ?? null)), lazy),
  IFS: fn('(boolean T)+', (_, ...args: Later[]) => chosen(args, Boolean), lazy),
  SWITCH: fn(
    'U (U T)+ T?',
    (context, value: Later, ...args: Later[]) => {
      const wanted = value()
      return chosen(args, (test) => same(wanted, test, context.zone))
    },
    lazy,
  ),
  AND: fn('boolean+', (_, ...args: Later[]) => joined(args, false), lazy),
  OR: fn('boolean+', (_, ...args: Later[]) => joined(args, true), lazy),
  NOT: fn('boolean', (_, value: boolean | null) => (value === null ? null : !value), keepsEmpty),
  XOR: fn(
    'boolean+',
    (_, ...values: (boolean | null)[]) => (values.includes(null) ? null : values.filter(Boolean).length % 2 === 1),
    keepsEmpty,
  ),
  ISBLANK: fn('any|any[]', (_, value: Value) => isEmpty(value), keepsEmpty),
  ISERROR: fn(
    'any|any[]',
    (_, value: Later) =>
      caught(
        () => {
          value()
          return false
        },
        () => true,
      ),
    lazy,
  ),
  IFERROR: fn('T T', (_, value: Later, other: Later) => caught(value, other), lazy),
  COALESCE: fn(
    'T+',
    (_, ...args: Later[]) => {
      for (const arg of args) {
        const value = arg()
        if (!isEmpty(value)) return value
      }
      return null
    },
    lazy,
  ),
  BETWEEN: fn('T T T', (context, ...values: Value[]) => between(values, context.zone), keepsEmpty),
  OLD: fn('T', () => null, lazy),
}
