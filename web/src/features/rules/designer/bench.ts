// The workbench of a rule: the draft with undo, what is chosen, the keeping of it all on the server and in this browser.
import { createContext, useCallback, useContext, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import { useForms } from '@/core/forms'
import type { Form } from '@/core/types'
import { makeKeeper, type Keeper, type Keeping, type Start } from '@/features/designer/keeping'
import { begin, canRedo, canUndo, reduce } from '@/features/designer/model/history'
import { keepRule, loadRule, useChannels } from './api'
import { newDefinition } from './model/making'
import { change, formAt, walk, type Placed } from './model/tree'
import type {
  ActionKind,
  Channel,
  Definition,
  Kinds,
  Names,
  Rule,
  RuleBody,
  Spot,
  Step,
  Trial,
  TriggerKind,
} from './model/types'

export type Tab = 'settings' | 'test' | 'rehearse' | 'versions'

export type Design = {
  rule: Rule
  body: RuleBody
  definition: Definition
  kinds: Kinds
  trigger: TriggerKind | undefined
  actionOf: (action: string) => ActionKind | undefined
  forms: Form[]
  /** The form whose records start the rule. */
  form: Form | undefined
  /** The form of the record that the steps of a list get. */
  formIn: (block: string) => Form | undefined
  placed: Placed[]
  channels: Channel[]
  names: Names
  /** Remembers what somebody picked is called. */
  know: (kind: keyof Names, id: number, name: string) => void
  edit: (change: (body: RuleBody) => RuleBody, run?: string) => void
  editDefinition: (change: (definition: Definition) => Definition, run?: string) => void
  editStep: (path: string, change: (step: Step) => Step, run?: string) => void
  undo: () => void
  redo: () => void
  mayUndo: boolean
  mayRedo: boolean
  spot: Spot
  choose: (spot: Spot) => void
  tab: Tab
  setTab: (tab: Tab) => void
  keeping: Keeping
  keeper: Keeper<RuleBody>
  takeTheirs: () => Promise<void>
  keepMine: () => Promise<void>
  /** Nothing of mine waits to be kept any more: the draft or the rule is gone. */
  forget: () => void
  /** What a trial said last, as long as nothing was changed since. */
  trial: Trial | null
  setTrial: (trial: Trial | null) => void
}

const DesignContext = createContext<Design | null>(null)
export const DesignProvider = DesignContext.Provider

export function useDesign(): Design {
  const design = useContext(DesignContext)
  if (!design) throw new Error('useDesign outside the designer of rules')
  return design
}

/** A rule that was only named begins with the plainest trigger there is. */
const bodyOf = (rule: Rule): RuleBody => ({
  label: rule.label,
  definition: rule.draft ?? rule.definition ?? newDefinition(rule.form ? 'created' : 'cron', undefined),
})

/** The rule in the words of the keeper. */
const startOf = (rule: Rule): Start => ({
  version: rule.draft_version,
  problems: rule.problems,
  changed_at: rule.draft ? rule.changed_at : null,
  published: rule.version,
  based_on: rule.version,
})

const NO_CHANNELS: Channel[] = []

type Kept = { body: RuleBody; version: number }
const draftKey = (rule: string): string => `rule.${rule}`

export function useNewDesign(rule: Rule, kinds: Kinds): Design {
  const unsaved = useRef(readDraft<Kept>(draftKey(rule.key)) ?? null)
  const [history, act] = useReducer(reduce<RuleBody>, unsaved.current?.body ?? bodyOf(rule), begin)
  const [place, setPlace] = useState<{ spot: Spot; tab: Tab }>({ spot: null, tab: 'settings' })
  const [trial, setTrial] = useState<{ of: Definition; told: Trial } | null>(null)
  const body = history.now
  const { keeper, keeping, know: known } = useKeeper(rule, body, unsaved.current)
  const { names, know } = useNames(rule)
  const forms = useForms().data?.items
  const channels = useChannels().data ?? NO_CHANNELS
  const latest = useRef(body)
  latest.current = body
  const acts = useMemo(() => {
    const edit: Design['edit'] = (to, run) => act({ do: 'edit', edit: to, run })
    const editDefinition: Design['editDefinition'] = (to, run) =>
      edit((b) => ({ ...b, definition: to(b.definition) }), run)
    return {
      edit,
      editDefinition,
      editStep: ((path, to, run) =>
        editDefinition((d) => ({ ...d, steps: change(d.steps, path, to) }), run)) as Design['editStep'],
      undo: () => act({ do: 'undo' }),
      redo: () => act({ do: 'redo' }),
      choose: (spot: Spot) => {
        act({ do: 'rest' })
        setPlace({ spot, tab: 'settings' })
      },
      setTab: (tab: Tab) => setPlace((now) => ({ ...now, tab })),
      takeTheirs: async () => {
        const theirs = await loadRule(rule.key)
        const there = bodyOf(theirs) // one and the same: another one would be kept as an edit of mine
        known(there)
        act({ do: 'edit', edit: () => there })
        dropDraft(draftKey(rule.key))
        keeper.yield(startOf(theirs))
      },
      keepMine: () => keeper.insist(latest.current),
      forget: () => keeper.yield({ ...startOf(rule), version: keeper.now.version }),
    }
  }, [rule, keeper, known])
  const definition = body.definition
  const derived = useMemo(
    () => derive(definition, rule.form, kinds, forms ?? []),
    [definition, rule.form, kinds, forms],
  )
  const [mayUndo, mayRedo] = [canUndo(history), canRedo(history)]
  const told = trial?.of === definition ? trial.told : null
  const tell = useCallback((now: Trial | null) => setTrial(now && { of: latest.current.definition, told: now }), [])
  return useMemo(
    () => ({
      ...acts,
      ...derived,
      rule,
      body,
      definition,
      kinds,
      names,
      channels,
      know,
      keeper,
      keeping,
      mayUndo,
      mayRedo,
      spot: place.spot,
      tab: place.tab,
      trial: told,
      setTrial: tell,
    }),
    [
      acts,
      derived,
      rule,
      body,
      definition,
      kinds,
      names,
      channels,
      know,
      keeper,
      keeping,
      mayUndo,
      mayRedo,
      place,
      told,
      tell,
    ],
  )
}

function derive(definition: Definition, home: string | null, kinds: Kinds, forms: Form[]) {
  const actionOf = (action: string) => kinds.actions.find((kind) => kind.key === action)
  const formOf = (key: string | null) => forms.find((form) => form.key === key)
  return {
    forms,
    form: formOf(home),
    formIn: (block: string) => formOf(formAt(definition, home, block)),
    trigger: kinds.triggers.find((kind) => kind.key === definition.trigger.kind),
    actionOf,
    placed: walk(definition.steps, (action) => actionOf(action)?.blocks ?? []),
  }
}

function useNames(rule: Rule) {
  const [names, setNames] = useState<Names>(rule.names)
  const know = useCallback(
    (kind: keyof Names, id: number, name: string) =>
      setNames((now) => (now[kind][id] === name ? now : { ...now, [kind]: { ...now[kind], [id]: name } })),
    [],
  )
  return { names, know }
}

/** Keeps every change a moment later; until it is kept it lies in this browser, too. */
function useKeeper(rule: Rule, body: RuleBody, unsaved: Kept | null) {
  const [keeping, setKeeping] = useState<Keeping | null>(null)
  const [keeper] = useState(() =>
    makeKeeper<RuleBody>(
      { ...startOf(rule), ...(unsaved ? { version: unsaved.version } : {}) },
      {
        put: async (wanted, version) => startOf(await keepRule(rule.key, wanted, version)),
        tell: (now) => {
          if (now.state === 'kept') dropDraft(draftKey(rule.key))
          setKeeping(now)
        },
        clash: 'rules.changed',
      },
    ),
  )
  const known = useRef(unsaved ? null : body)
  useEffect(() => {
    if (body === known.current) return
    known.current = body
    keepDraft(draftKey(rule.key), { body, version: keeper.now.version } satisfies Kept)
    keeper.want(body)
  }, [body, keeper, rule.key])
  useEffect(() => {
    const away = () => document.visibilityState === 'hidden' && void keeper.settle()
    document.addEventListener('visibilitychange', away)
    window.addEventListener('beforeunload', away)
    return () => {
      document.removeEventListener('visibilitychange', away)
      window.removeEventListener('beforeunload', away)
      void keeper.settle()
    }
  }, [keeper])
  /** Says that the server has this body already. */
  const know = useCallback((there: RuleBody) => {
    known.current = there
  }, [])
  return { keeper, keeping: keeping ?? keeper.now, know }
}
