// Texts with placeholders: to pieces one can show, and back. `{{` and `}}` are braces.

const PATH = '[a-z][a-z0-9_]{0,59}(?:\\.[A-Za-z0-9_\\-]{1,60}){0,5}'
const PIECE = new RegExp(`\\{\\{|\\}\\}|\\{(${PATH})\\}`, 'g')
const LONE = new RegExp(`^\\{(${PATH})\\}$`)

export type Piece = { text: string } | { path: string }

export function piecesOf(template: string): Piece[] {
  const found: Piece[] = []
  let [last, words] = [0, '']
  const rest = () => {
    if (words) found.push({ text: words })
    words = ''
  }
  for (const match of template.matchAll(PIECE)) {
    words += template.slice(last, match.index)
    last = match.index + match[0].length
    if (match[1]) {
      rest()
      found.push({ path: match[1] })
    } else words += match[0][0]
  }
  words += template.slice(last)
  rest()
  return found
}

/** Braces that somebody typed stay braces. */
export const escaped = (words: string): string => words.replaceAll('{', '{{').replaceAll('}', '}}')

export const templateOf = (pieces: Piece[]): string =>
  pieces.map((p) => ('path' in p ? `{${p.path}}` : escaped(p.text))).join('')

/** The path of a text that is nothing but one placeholder. */
export const loneOf = (value: unknown): string | null =>
  typeof value === 'string' ? (LONE.exec(value)?.[1] ?? null) : null
