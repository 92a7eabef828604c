// What could stand where somebody is typing: functions by name, fields by key, label or pieces of them.
import type { Words } from '../types'
import type { FunctionWords, OfferedField } from './checking'

export type Suggestion = { insert: string; name: string; about: string; type: string; isFunction: boolean }
export type Completion = { from: number; to: number; items: Suggestion[] }

const MOST = 8
const WORD = /\{[^{}"]*$|[\p{L}_][\p{L}\p{N}_.]*$/u
const BARE = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** The suggestions for the word that ends at `caret`; null inside a text in quotes and where no word is begun. */
export function completion(
  text: string,
  caret: number,
  functions: FunctionWords[],
  fields: OfferedField[],
  say: (words: Words) => string,
): Completion | null {
  const before = text.slice(0, caret)
  if (isQuoted(before)) return null
  const word = WORD.exec(before)?.[0]
  if (!word) return null
  const isBraced = word.startsWith('{')
  const typed = (isBraced ? word.slice(1) : word).toLowerCase()
  const close = isBraced && text[caret] === '}' ? 1 : 0
  const found = [
    ...fields.map((field) => ofField(field, say)),
    ...(isBraced ? [] : functions.map((each) => ofFunction(each, say))),
  ]
  const items = found
    .map((item) => ({ item, rank: rankOf(item, typed) }))
    .filter(({ rank }) => rank < 3)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, MOST)
    .map(({ item }) => item.suggestion)
  return items.length ? { from: caret - word.length, to: caret + close, items } : null
}

type Candidate = { suggestion: Suggestion; words: string[] }

function ofFunction(each: FunctionWords, say: (words: Words) => string): Candidate {
  const name = say(each.label)
  const suggestion = { insert: `${each.key}(`, name: each.key, about: name, type: each.result, isFunction: true }
  return { suggestion, words: [each.key, ...each.aliases, name].map((word) => word.toLowerCase()) }
}

function ofField(field: OfferedField, say: (words: Words) => string): Candidate {
  const keys = field.path.split('.')
  const labels = field.labels.map((words, at) => say(words) || (keys[at] ?? ''))
  const name = labels.join('.')
  const suggestion = {
    insert: written(field.path, labels),
    name,
    about: field.path,
    type: field.type,
    isFunction: false,
  }
  return { suggestion, words: [name, labels.at(-1) ?? '', field.path].map((word) => word.toLowerCase()) }
}

/** By labels where they can be read back, in braces where they are no plain words; else by keys. */
function written(path: string, labels: string[]): string {
  if (labels.some((label) => /[{}."\n]/.test(label))) return path
  return labels.every((label) => BARE.test(label)) ? labels.join('.') : `{${labels.join('.')}}`
}

/** 0 the word itself begins so, 1 a later piece of it does, 2 it is somewhere inside, 3 no match. */
function rankOf({ words }: Candidate, typed: string): number {
  if (words.some((word) => word.startsWith(typed))) return 0
  if (words.some((word) => word.split(/[.\s_]/).some((piece) => piece.startsWith(typed)))) return 1
  return typed.length > 1 && words.some((word) => word.includes(typed)) ? 2 : 3
}

function isQuoted(before: string): boolean {
  const quotes = before.split('"').length - 1
  return quotes % 2 === 1 || before.lastIndexOf('“') > before.lastIndexOf('”')
}

/** The text with a suggestion put in, and where the caret stands then. */
export function accepted(text: string, at: Completion, chosen: Suggestion): { text: string; caret: number } {
  const rest = text.slice(at.to)
  const insert = chosen.isFunction && rest.startsWith('(') ? chosen.insert.slice(0, -1) : chosen.insert
  const caret = at.from + insert.length + (chosen.isFunction && rest.startsWith('(') ? 1 : 0)
  return { text: text.slice(0, at.from) + insert + rest, caret }
}

/** The text around what is wrong: before it, itself, after it, on its own line; offsets are code points. */
export function around(text: string, offset: number, length: number): [string, string, string] {
  const chars = [...text]
  const start = Math.min(offset, chars.length)
  const from = chars.lastIndexOf('\n', start - 1) + 1
  const next = chars.indexOf('\n', start)
  const to = next < 0 ? chars.length : next
  const end = Math.min(Math.max(start + length, start), to)
  return [chars.slice(from, start).join(''), chars.slice(start, end).join(''), chars.slice(end, to).join('')]
}
