// What is being changed of a role: every step can be undone, nothing is lost with a closed tab, nobody is overwritten.
import { createContext, useContext, useEffect, useMemo, useReducer, useState, type ReactNode } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import type { Words } from '@/core/types'
import { begin, canRedo, canUndo, reduce, type Act, type History } from '@/features/designer/model/history'
import { unfinished } from './denials'
import { definitionOf, read, type Matrix } from './model'
import { stable } from './scopes'
import type { Definition, Role } from './types'

export type Edited = { label: Words; rest: Definition; matrix: Matrix }

export type Bench = {
  role: Role
  now: Edited
  changed: boolean
  /** How many denials would deny nothing or everything: they have to be finished or taken away first. */
  unfinished: number
  /** The definition as it would be stored. */
  definition: Definition
  form: string | null
  choose: (form: string | null) => void
  edit: (change: (now: Edited) => Edited, run?: string) => void
  grid: (change: (now: Matrix) => Matrix, run?: string) => void
  undo: (() => void) | null
  redo: (() => void) | null
  reset: () => void
  /** Begins anew with what is in force now. */
  onReload: () => void
}

const Here = createContext<Bench | null>(null)

export function useBench(): Bench {
  const bench = useContext(Here)
  if (!bench) throw new Error('useBench outside a role')
  return bench
}

type Draft = { version: number; label: Words; definition: Definition }
export const draftOf = (key: string): string => `role.${key}`

const opened = (label: Words, definition: Definition): Edited => {
  const { grants: _grants, ...rest } = definition
  return { label, rest, matrix: read(definition) }
}

/** What was not published last time goes on, unless somebody has changed the role since. */
function resumed(role: Role): History<Edited> {
  const start = begin(opened(role.label, role.definition))
  const kept = readDraft<Draft>(draftOf(role.key))
  if (kept?.version !== role.version) return start
  return reduce(start, { do: 'edit', edit: () => opened(kept.label, kept.definition) })
}

type Props = { role: Role; start: string | null; onReload: () => void; children: ReactNode }

export function RoleBench({ role, start, onReload, children }: Props) {
  const [history, act] = useReducer(reduce<Edited>, role, resumed)
  const [form, choose] = useState<string | null>(start)
  const { now } = history
  const definition = useMemo(() => definitionOf(now.rest, now.matrix), [now.rest, now.matrix])
  const changed = useMemo(() => differs(role, now, definition), [role, now, definition])
  useKept(role, now, definition, changed)
  const bench = useMemo(
    (): Bench => ({
      role,
      now,
      changed,
      definition,
      unfinished: now.matrix.lines.filter((line) => unfinished(line.grant)).length,
      form,
      choose,
      onReload,
      ...acts(act, history, role),
    }),
    [role, now, changed, definition, form, history, onReload],
  )
  return <Here value={bench}>{children}</Here>
}

function acts(act: (a: Act<Edited>) => void, history: History<Edited>, role: Role) {
  const edit: Bench['edit'] = (change, run) => act({ do: 'edit', edit: change, run })
  const grid: Bench['grid'] = (change, run) =>
    edit((now) => {
      const matrix = change(now.matrix)
      return matrix === now.matrix ? now : { ...now, matrix }
    }, run)
  return {
    edit,
    grid,
    undo: canUndo(history) ? () => act({ do: 'undo' }) : null,
    redo: canRedo(history) ? () => act({ do: 'redo' }) : null,
    reset: () => act({ do: 'edit', edit: () => opened(role.label, role.definition) }),
  }
}

/** Grouping equal grants is no change of the role. */
const differs = (role: Role, now: Edited, definition: Definition): boolean =>
  stable([role.label, definitionOf(opened(role.label, role.definition).rest, read(role.definition))]) !==
  stable([now.label, definition])

function useKept(role: Role, now: Edited, definition: Definition, changed: boolean): void {
  useEffect(() => {
    const name = draftOf(role.key)
    // As it is edited, not as it would be stored: what is half made goes on, too.
    const whole = { ...definition, grants: now.matrix.lines.map((line) => line.grant) }
    if (changed) keepDraft(name, { version: role.version, label: now.label, definition: whole } satisfies Draft)
    else dropDraft(name)
  }, [role.key, role.version, now, definition, changed])
}
