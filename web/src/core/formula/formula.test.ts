// The golden vectors on the browser's evaluator: the same file as the server's, formula by formula.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import type { Held, Setting } from './context'
import { evaluate } from './evaluate'
import { functions } from './functions'
import { Day, Moment } from './moments'
import { type Node, typeOf } from './tree'
import { Failed } from './failures'
import { type Value } from './values'

type Json = string | number | boolean | null | { error: string } | Json[]
type Values = Record<string, Json>
type SettingJson = {
  now: string
  zone: string
  week_start: number
  holidays: string[]
  workdays: string[]
  week?: number[]
}
type Family = {
  family: string
  setting?: Partial<SettingJson>
  values?: Values
  old?: Values
  vectors: [string, Json, Values?][]
}
type Book = { setting: SettingJson; types: Record<string, string>; values: Values; families: Family[] }
type Trees = { functions: Record<string, [string, boolean, boolean]>; trees: Node[] }

function load<T>(name: string): T {
  const file = join(import.meta.dirname, '../../../../tests/data/formula', name)
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

const book = load<Book>('vectors.json')
const generated = load<Trees>('trees.json')

function read(value: Json | undefined, type = ''): Held {
  if (Array.isArray(value)) return value.map((each) => read(each, type.replace('[]', ''))) as Value
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null
  if (typeof value === 'object') return new Failed(value.error)
  if (type === 'number') return new Decimal(value)
  if (type === 'date') return Day.parse(String(value))
  return type === 'datetime' ? new Moment(Date.parse(String(value))) : String(value)
}

/** A value in a shape that compares well and reads well. */
function shown(value: Held): unknown {
  if (value instanceof Failed) return { error: value.code }
  if (value instanceof Decimal) return `number ${value.isZero() ? '0' : value.toFixed()}`
  if (value instanceof Day) return `day ${value.iso()}`
  return value instanceof Moment ? `moment ${value.ms}` : value
}

function settingOf(json: SettingJson): Setting {
  const days = (list: string[]): Set<number> => new Set(list.map((day) => Day.parse(day).ordinal))
  const [holidays, workdays] = [days(json.holidays), days(json.workdays)]
  const week = new Set(json.week ?? [1, 2, 3, 4, 5])
  const isWorkday = (day: Day): boolean =>
    workdays.has(day.ordinal) || (week.has(day.weekday) && !holidays.has(day.ordinal))
  return { now: new Moment(Date.parse(json.now)), zone: json.zone, weekStart: json.week_start, isWorkday }
}

let next = 0
for (const family of book.families) {
  const setting = settingOf({ ...book.setting, ...family.setting })
  describe(family.family, () => {
    for (const [text, expected, more] of family.vectors) {
      const tree = generated.trees[next++] as Node
      it(text, () => {
        const given = { ...book.values, ...family.values, ...more }
        const value = (path: string): Held | undefined =>
          path in given ? read(given[path], book.types[path]) : undefined
        const old = (path: string): Held => read(family.old?.[path], book.types[path])
        expect(shown(evaluate(tree, { value, old }, setting))).toEqual(shown(read(expected, typeOf(tree))))
      })
    }
  })
}

describe('the functions', () => {
  it('are those of the server, with the same signatures', () => {
    const here = Object.entries(functions).map(([key, known]) => [key, [known.takes, known.lazy, known.keepsEmpty]])
    expect(Object.fromEntries(here)).toEqual(generated.functions)
  })

  it('fails as a value where a field or a function is gone', () => {
    const setting = settingOf(book.setting)
    const source = { value: () => undefined }
    expect(evaluate({ field: 'gone', type: 'number' }, source, setting)).toEqual(new Failed('#REF'))
    expect(evaluate({ call: 'GONE', args: [], type: 'number' }, source, setting)).toEqual(new Failed('#REF'))
  })
})
