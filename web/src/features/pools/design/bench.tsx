// What is being changed of a pool: every step can be undone, nothing is lost with a closed tab, nobody is overwritten.
import { createContext, useContext, useEffect, useMemo, useReducer, useState, type ReactNode } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import { useSettled } from '@/core/search'
import type { Form, Id, Ref } from '@/core/types'
import { begin, canRedo, canUndo, reduce, type Act, type History } from '@/features/designer/model/history'
import { useProblems } from './api'
import { differs, read, unfinished } from './model'
import type { Definition, PersonName, Problem, Stored } from './types'

export type Bench = {
  key: string
  stored: Stored
  form: Form
  before: Definition
  now: Definition
  changed: boolean
  open: ReturnType<typeof unfinished>
  problems: Problem[]
  edit: (change: (now: Definition) => Definition, run?: string) => void
  put: (part: Partial<Definition>, run?: string) => void
  undo: (() => void) | null
  redo: (() => void) | null
  reset: () => void
  /** The version that what is being changed began with, while somebody published another one and nobody has chosen. */
  stale: number | null
  /** Goes on with what was being changed, on top of what is in force. */
  goOn: () => void
  /** Begins anew with what is in force now; what was being changed here is still there and says so. */
  onReload: () => void
  /** The same after publishing. */
  onPublished: () => void
  /** People as they are called; whoever was picked here is known, too. */
  person: (id: Id) => PersonName
  meet: (people: Ref[]) => void
}

const Here = createContext<Bench | null>(null)

export function useBench(): Bench {
  const bench = useContext(Here)
  if (!bench) throw new Error('useBench outside a pool')
  return bench
}

type Draft = { version: number; definition: Definition; people: PersonName[] }
const draftOf = (key: string): string => `pool.${key}`

const keptOf = (stored: Stored): Draft | undefined => readDraft<Draft>(draftOf(stored.definition.key))

function resumed(stored: Stored): History<Definition> {
  const start = begin(read(stored.definition))
  const kept = keptOf(stored)
  return kept ? reduce(start, { do: 'edit', edit: () => read(kept.definition) }) : start
}

/** What is kept began with another version than the one in force, and says something else. */
function staleOf(stored: Stored): number | null {
  const kept = keptOf(stored)
  if (!kept || kept.version === stored.version) return null
  return differs(read(stored.definition), read(kept.definition)) ? kept.version : null
}

type Props = { stored: Stored; form: Form; onReload: () => void; children: ReactNode }

export function PoolBench({ stored, form, onReload, children }: Props) {
  const { key } = stored.definition
  const [history, act] = useReducer(reduce<Definition>, stored, resumed)
  const [stale, setStale] = useState(() => staleOf(stored))
  const { now } = history
  const before = useMemo(() => read(stored.definition), [stored])
  const changed = useMemo(() => differs(before, now), [before, now])
  const names = useNames(stored)
  const settled = useSettled(now, 400)
  const problems = useProblems(key, settled, unfinished(settled) === null)
  useKept(key, stale ?? stored.version, now, changed, names.known)
  if (stale !== null && !changed) setStale(null)
  const bench: Bench = {
    key,
    stored,
    form,
    before,
    now,
    changed,
    open: unfinished(now),
    problems: problems.data?.problems ?? [],
    stale,
    goOn: () => setStale(null),
    onReload,
    onPublished: () => {
      dropDraft(draftOf(key))
      onReload()
    },
    ...acts(act, history, before),
    person: names.person,
    meet: names.meet,
  }
  return <Here value={bench}>{children}</Here>
}

function acts(act: (a: Act<Definition>) => void, history: History<Definition>, before: Definition) {
  const edit: Bench['edit'] = (change, run) => act({ do: 'edit', edit: change, run })
  return {
    edit,
    put: (part: Partial<Definition>, run?: string) => edit((now) => ({ ...now, ...part }), run),
    undo: canUndo(history) ? () => act({ do: 'undo' }) : null,
    redo: canRedo(history) ? () => act({ do: 'redo' }) : null,
    reset: () => edit(() => before),
  }
}

function useNames(stored: Stored) {
  const [known, setKnown] = useState<PersonName[]>(() => [...stored.people, ...(keptOf(stored)?.people ?? [])])
  const meet = (people: Ref[]) => {
    const fresh = people.filter((each) => !known.some((one) => one.id === each.id))
    if (fresh.length)
      setKnown([...known, ...fresh.map((each) => ({ id: each.id, title: each.title ?? '', state: 'active' }))])
  }
  const person = (id: Id): PersonName => known.find((each) => each.id === id) ?? { id, title: `#${id}`, state: 'gone' }
  return { known, meet, person }
}

function useKept(key: string, version: number, now: Definition, changed: boolean, people: PersonName[]): void {
  useEffect(() => {
    if (changed) keepDraft(draftOf(key), { version, definition: now, people } satisfies Draft)
    else dropDraft(draftOf(key))
  }, [key, version, now, changed, people])
}
