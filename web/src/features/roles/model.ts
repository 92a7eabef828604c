// The matrix of a role: its grants read into lines, changed cell by cell, and written back without losing what it does not show.
import { byBreadth, rowsKey, sameRows, stable } from './scopes'
import { ANY, type Action, type Definition, type Grant, type Level, type Levels, type Rows } from './types'

/** One grant with the places in the stored role that it stands for. */
export type Line = { id: number; grant: Grant; at: number[] }
export type Matrix = { lines: Line[]; next: number }

const levelsOf = (grant: Grant): Levels => grant.fields ?? {}
export const rowsOf = (grant: Grant): Rows => grant.rows ?? 'all'

/** Grants with the same key say the same of different actions. */
function groupKey({ form, actions: _a, rows: _r, fields: _f, deny, ...more }: Grant, of: Grant): string {
  return stable([form, rowsKey(rowsOf(of)), levelsOf(of), deny === true, more])
}

const once = <T>(items: T[]): T[] => [...new Set(items)]

/** Equal grants become one line; order and unknown keys stay. */
export function read(definition: Definition): Matrix {
  const lines: Line[] = []
  const known = new Map<string, Line>()
  ;(definition.grants ?? []).forEach((grant, at) => {
    const key = groupKey(grant, grant)
    const line = known.get(key)
    if (line) {
      line.grant = { ...line.grant, actions: once([...line.grant.actions, ...grant.actions]) }
      line.at.push(at)
      return
    }
    const made = { id: lines.length + 1, grant: { ...grant, actions: once(grant.actions) }, at: [at] }
    lines.push(made)
    known.set(key, made)
  })
  return { lines, next: lines.length + 1 }
}

/** The grants to store. A line that lets nobody do anything is not written. */
export function write(matrix: Matrix): Grant[] {
  const grants = matrix.lines.map((line) => line.grant).filter((grant) => grant.actions.length > 0)
  return read({ grants }).lines.map((line) => line.grant)
}

export const definitionOf = (rest: Definition, matrix: Matrix): Definition => ({ ...rest, grants: write(matrix) })

const isOf = (form: string) => (line: Line) => line.grant.form === form
export const allowsOf = (matrix: Matrix, form: string): Line[] =>
  matrix.lines.filter((line) => isOf(form)(line) && !line.grant.deny)
export const deniesOf = (matrix: Matrix, form: string): Line[] =>
  matrix.lines.filter((line) => isOf(form)(line) && line.grant.deny === true)

/** The forms that the role says anything of. */
export const formsIn = (matrix: Matrix): string[] => once(matrix.lines.map((line) => line.grant.form))

/** On which rows the action is let on the form, the narrow ones first; each once. */
export function scopesOf(matrix: Matrix, form: string, action: string): Rows[] {
  const found = new Map<string, Rows>()
  for (const { grant } of allowsOf(matrix, form))
    if (grant.actions.includes(action)) found.set(rowsKey(rowsOf(grant)), rowsOf(grant))
  return [...found.values()].sort(byBreadth)
}

const put = (matrix: Matrix, id: number, grant: Grant): Matrix => ({
  ...matrix,
  lines: matrix.lines.map((line) => (line.id === id ? { ...line, grant } : line)),
})

/** A new line after the others of its form. */
export function add(matrix: Matrix, grant: Grant): Matrix {
  const last = matrix.lines.map((line) => line.grant.form).lastIndexOf(grant.form)
  const at = last < 0 ? matrix.lines.length : last + 1
  const lines = [...matrix.lines]
  lines.splice(at, 0, { id: matrix.next, grant, at: [] })
  return { lines, next: matrix.next + 1 }
}

export const remove = (matrix: Matrix, id: number): Matrix => ({
  ...matrix,
  lines: matrix.lines.filter((line) => line.id !== id),
})

export function change(matrix: Matrix, id: number, part: Partial<Grant>): Matrix {
  const line = matrix.lines.find((each) => each.id === id)
  return line ? put(matrix, id, { ...line.grant, ...part }) : matrix
}

/** The action is let on exactly these rows of the form. */
export function setScopes(matrix: Matrix, form: string, action: Action, scopes: Rows[]): Matrix {
  let now = matrix
  for (const { id, grant } of allowsOf(matrix, form)) {
    const wanted = scopes.some((rows) => sameRows(rows, rowsOf(grant)))
    if (grant.actions.includes(action) && !wanted)
      now = put(now, id, { ...grant, actions: grant.actions.filter((each) => each !== action) })
  }
  for (const rows of scopes) now = let_(now, form, action, rows)
  return { ...now, lines: now.lines.filter((line) => line.grant.actions.length > 0 || !isOf(form)(line)) }
}

/** A scope that is new to the form takes over the field levels of the others: nothing is opened by the way. */
function let_(matrix: Matrix, form: string, action: Action, rows: Rows): Matrix {
  const lines = allowsOf(matrix, form)
  const there = lines.filter((line) => sameRows(rowsOf(line.grant), rows))
  if (there.some((line) => line.grant.actions.includes(action))) return matrix
  const [first] = there
  if (first) return put(matrix, first.id, { ...first.grant, actions: [...first.grant.actions, action] })
  const fields = levelsOf((lines.find((line) => line.grant.actions.includes('read')) ?? lines[0])?.grant ?? { ...NONE })
  const grant: Grant = { form, actions: [action], rows }
  return add(matrix, Object.keys(fields).length ? { ...grant, fields: { ...fields } } : grant)
}

const NONE: Grant = { form: ANY, actions: [] }

export type Preset = 'reader' | 'worker' | 'everything'
export const PRESETS: { [preset in Preset]: Action[] } = {
  reader: ['read', 'print'],
  worker: ['read', 'print', 'create', 'change', 'delete', 'export', 'assign'],
  everything: ['read', 'print', 'create', 'change', 'delete', 'export', 'import', 'assign', 'claim', 'bulk'],
}

/** A whole row at once: these actions on these rows, nothing else of the form. Denials and field levels stay. */
export function applyPreset(matrix: Matrix, form: string, preset: Preset, rows: Rows, all: readonly Action[]): Matrix {
  const wanted = PRESETS[preset]
  // First what is let, so that the field levels of the form are there to be taken over.
  const let1 = wanted.reduce((now, action) => setScopes(now, form, action, [rows]), matrix)
  return all
    .filter((action) => !wanted.includes(action))
    .reduce((now, action) => setScopes(now, form, action, []), let1)
}

export const clearForm = (matrix: Matrix, form: string, all: readonly Action[]): Matrix =>
  all.reduce((now, action) => setScopes(now, form, action, []), matrix)

/** A whole column at once: the action on these rows of each of these forms. */
export const setColumn = (matrix: Matrix, forms: string[], action: Action, scopes: Rows[]): Matrix =>
  forms.reduce((now, form) => setScopes(now, form, action, scopes), matrix)

/** The level of a field as the line says it. */
export const levelIn = (line: Line, field: string): Level =>
  levelsOf(line.grant)[field] ?? levelsOf(line.grant)[ANY] ?? 'edit'

/** True where every scope of the form has the same levels. */
export const alike = (lines: Line[]): boolean =>
  lines.every((line) => stable(levelsOf(line.grant)) === stable(levelsOf(lines[0]!.grant)))

/** On these lines the field has this level; what says no more than the rest is not said. */
export function setLevel(matrix: Matrix, ids: number[], field: string, level: Level | null): Matrix {
  return ids.reduce((now, id) => {
    const line = now.lines.find((each) => each.id === id)
    if (!line) return now
    const { [field]: _gone, ...others } = levelsOf(line.grant)
    const rest = field === ANY ? 'edit' : (others[ANY] ?? 'edit')
    const fields = level === null || level === rest ? others : { ...others, [field]: level }
    return put(now, id, withLevels(line.grant, fields))
  }, matrix)
}

function withLevels({ fields: _f, ...grant }: Grant, fields: Levels): Grant {
  return Object.keys(fields).length ? ({ ...grant, fields } as Grant) : (grant as Grant)
}

/** Every scope of the form gets the levels of its first. */
export function levelled(matrix: Matrix, form: string): Matrix {
  const [first, ...others] = allowsOf(matrix, form)
  if (!first) return matrix
  return others.reduce((now, line) => put(now, line.id, withLevels(line.grant, levelsOf(first.grant))), matrix)
}

/** The fields that the lines say anything of. */
export const fieldsIn = (lines: Line[]): string[] => once(lines.flatMap((line) => Object.keys(levelsOf(line.grant))))

/** The line that stands for the grant at that place of the stored role. */
export const lineAt = (matrix: Matrix, at: number): Line | undefined =>
  matrix.lines.find((line) => line.at.includes(at))

/** What people take for granted and the role does not let: doing something without seeing it. */
export function blindActions(matrix: Matrix, form: string): string[] {
  const sees = (of: string) => scopesOf(matrix, of, 'read').length > 0
  if (sees(form) || sees(ANY)) return []
  return once(allowsOf(matrix, form).flatMap((line) => line.grant.actions)).filter((action) => action !== 'configure')
}
