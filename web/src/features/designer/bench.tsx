// The designer's workbench: the draft under edit with undo, what is chosen, and the keeping of it all.
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { useForms } from '@/core/forms'
import type { Field, Form } from '@/core/types'
import { keepDraft, loadDraft } from './api'
import { makeKeeper, type Keeper, type Keeping } from './keeping'
import { begin, canRedo, canUndo, reduce } from './model/history'
import type { Tab } from './model/problems'
import type { Draft, FieldDef, FormDef, KindInfo } from './model/types'
import { formView, type Kinds } from './model/view'

/** `fields`: paths, the last one chosen last. */
export type Chosen = { fields: string[]; section: string | null }
export const NOTHING: Chosen = { fields: [], section: null }

export type Bench = {
  form: FormDef
  /** The draft as it is by now, for acts of parts that are drawn a moment later (`Later`). */
  now: () => FormDef
  /** The form's own fields. */
  byKey: ReadonlyMap<string, FieldDef>
  /** What is in force, null when the form was never published. */
  inForce: FormDef | null
  draft: Draft
  kinds: Kinds
  /** The server knows elements and sheets of a layout. */
  arranges: boolean
  /** The draft in the shape pages read. */
  view: Form
  edit: (change: (form: FormDef) => FormDef, run?: string) => void
  undo: () => void
  redo: () => void
  mayUndo: boolean
  mayRedo: boolean
  chosen: Chosen
  /** Every press adds to what is chosen: for fingers, which have no Ctrl key. */
  many: boolean
  setMany: (many: boolean) => void
  choose: (chosen: Chosen) => void
  tab: Tab
  setTab: (tab: Tab) => void
  keeping: Keeping
  keeper: Keeper
  takeTheirs: () => Promise<void>
  keepMine: () => Promise<void>
}

/** Starts from the draft as read; everything later is its own. */
export function useNewBench(draft: Draft, inForce: FormDef | null, kinds: KindInfo[]): Bench {
  const [history, act] = useReducer(reduce<FormDef>, draft.body, begin)
  const [chosen, setChosen] = useState<Chosen>(NOTHING)
  const [many, setMany] = useState(false)
  const [tab, setTab] = useState<Tab>('fields')
  const form = history.now
  const { keeper, keeping, know } = useKeeper(draft, form)
  const kindsByKey = useMemo(() => new Map(kinds.map((k) => [k.key, k])), [kinds])
  const byKey = useMemo(() => new Map(form.fields.map((f) => [f.key, f])), [form.fields])
  const system = useSystemFields(form.key)
  const arranges = useForms().data?.items.some((x) => 'elements' in x) ?? false
  const view = useMemo(() => formView(form, kindsByKey, system), [form, kindsByKey, system])
  const latest = useRef(form)
  latest.current = form
  const acts = useMemo(
    () => ({
      now: () => latest.current,
      edit: (change: (form: FormDef) => FormDef, run?: string) => act({ do: 'edit', edit: change, run }),
      undo: () => act({ do: 'undo' }),
      redo: () => act({ do: 'redo' }),
      choose: (next: Chosen) => {
        act({ do: 'rest' })
        setChosen(next)
      },
      takeTheirs: async () => {
        const theirs = await loadDraft(draft.form)
        know(theirs.body)
        act({ do: 'edit', edit: () => theirs.body })
        keeper.yield(theirs)
      },
      keepMine: () => keeper.insist(latest.current),
    }),
    [draft.form, keeper, know],
  )
  const [mayUndo, mayRedo] = [canUndo(history), canRedo(history)]
  const shared = useMemo(
    () => ({ ...acts, inForce, draft, kinds: kindsByKey, arranges, keeper, setMany, setTab }),
    [acts, inForce, draft, kindsByKey, arranges, keeper],
  )
  return useMemo(
    () => ({ ...shared, form, byKey, view, mayUndo, mayRedo, chosen, many, tab, keeping }),
    [shared, form, byKey, view, mayUndo, mayRedo, chosen, many, tab, keeping],
  )
}

/** Keeps every change of the form a moment later, and what is left when the page is put away. */
function useKeeper(draft: Draft, form: FormDef) {
  const [keeping, setKeeping] = useState<Keeping | null>(null)
  const [keeper] = useState(() =>
    makeKeeper(draft, { put: (body, version) => keepDraft(draft.form, body, version), tell: setKeeping }),
  )
  const known = useRef(form)
  useEffect(() => {
    if (form === known.current) return
    known.current = form
    keeper.want(form)
  }, [form, keeper])
  useEffect(() => {
    const away = () => document.visibilityState === 'hidden' && void keeper.settle()
    const leaving = (e: BeforeUnloadEvent) => {
      if (keeper.now.state === 'kept') return
      void keeper.settle()
      e.preventDefault()
    }
    document.addEventListener('visibilitychange', away)
    window.addEventListener('beforeunload', leaving)
    return () => {
      document.removeEventListener('visibilitychange', away)
      window.removeEventListener('beforeunload', leaving)
      void keeper.settle()
    }
  }, [keeper])
  /** Says that the server has this body already. */
  const know = useCallback((body: FormDef) => {
    known.current = body
  }, [])
  return { keeper, keeping: keeping ?? keeper.now, know }
}

const NONE: Field[] = []

/** System columns as this form shows them, else as the form with the most of them does. */
function useSystemFields(form: string): Field[] {
  const forms = useForms().data?.items
  return useMemo(() => {
    const own = forms?.find((f) => f.key === form)?.system
    const most = forms?.reduce<Field[]>((best, f) => (f.system.length > best.length ? f.system : best), NONE)
    return own && most && own.length >= most.length ? own : (most ?? NONE)
  }, [forms, form])
}
