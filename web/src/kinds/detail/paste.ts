// Cells copied from a spreadsheet, as values of the columns they land in.
import type { Field, Value } from '@/core/types'
import { columnsOf, type DetailRow } from './rows'

const YES = new Set(['是', '有', '对', '√', '✓', 'y', 'yes', 'true', '1'])
const NO = new Set(['否', '无', '没有', '×', 'n', 'no', 'false', '0'])
const TEXTS = new Set(['text', 'long_text', 'phone', 'email', 'link', 'barcode'])
const NUMBERS = new Set(['number', 'money', 'percent', 'rating', 'slider'])
const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/

/** Lines of cells; null where the text is a single cell and is pasted as any text. A cell in quotes may hold lines. */
export function cellsOf(text: string): string[][] | null {
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  if (!/[\t\n]/.test(plain)) return null
  const lines = [['']]
  let quoted = false
  for (let i = 0; i < plain.length; i++) {
    const [sign, line] = [plain[i]!, lines.at(-1)!]
    const cell = line[line.length - 1]!
    if (quoted && sign === '"' && plain[i + 1] === '"') line[line.length - 1] = `${cell}${plain[++i]}`
    else if (sign === '"' && (quoted || cell === '')) quoted = !quoted
    else if (!quoted && sign === '\t') line.push('')
    else if (!quoted && sign === '\n') lines.push([''])
    else line[line.length - 1] = cell + sign
  }
  return lines
}

/** The value of a text in a column; undefined where it cannot be one. */
export function readAs(column: Field, text: string): Value | undefined {
  const said = text.trim()
  if (said === '') return null
  if (TEXTS.has(column.kind)) return said
  if (NUMBERS.has(column.kind)) return column.options?.currency === 'record' ? undefined : numberOf(said)
  if (column.kind === 'date') return dayOf(said)
  if (column.kind === 'switch') return answerOf(said)
  if (column.kind === 'choice') return choiceOf(column, said)
  if (column.kind === 'choices') return choicesOf(column, said)
  return undefined
}

function numberOf(text: string): number | undefined {
  const plain = text.replace(/[¥￥$€£,，\s元%]/g, '')
  const times = plain.endsWith('万') ? 10_000 : 1
  const number = Number(plain.replace(/万$/, ''))
  return plain === '' || Number.isNaN(number) ? undefined : Math.round(number * times * 1e6) / 1e6
}

function dayOf(text: string): string | undefined {
  const [, year, month, day] = DAY.exec(text) ?? []
  if (!year) return undefined
  const iso = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  const at = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : undefined
}

function answerOf(text: string): boolean | undefined {
  const said = text.toLowerCase()
  return YES.has(said) ? true : NO.has(said) ? false : undefined
}

function choiceOf(column: Field, text: string): string | undefined {
  const names = (each: { key: string; label: object }) => [each.key, ...Object.values(each.label)]
  return column.options?.choices?.find((each) => !each.archived && names(each).includes(text))?.key
}

function choicesOf(column: Field, text: string): string[] | undefined {
  const keys = text.split(/[,，、;；|]/).map((part) => choiceOf(column, part.trim()))
  return keys.every((key) => key !== undefined) ? keys : undefined
}

/** The rows with the cells from row `at` and column `from` on, and how many cells could not be read. */
export function pasted(
  field: Field,
  rows: DetailRow[],
  cells: string[][],
  at: number,
  from: string,
): { rows: DetailRow[]; unread: number } {
  const columns = columnsOf(field)
  const first = columns.findIndex((column) => column.key === from)
  const places = rows.flatMap((row, i) => (i >= at && !row._delete ? [i] : []))
  const found = [...rows]
  let unread = 0
  cells.forEach((line, i) => {
    const change: DetailRow = {}
    line.forEach((text, j) => {
      const column = columns[first + j]
      if (!column || column.tree || column.readonly) return
      const value = readAs(column, text)
      if (value === undefined) unread += 1
      else change[column.key] = value
    })
    const place = places[i]
    if (place === undefined) found.push(change)
    else found[place] = { ...found[place], ...change }
  })
  return { rows: found, unread }
}
