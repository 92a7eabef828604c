// Keeps the draft as one works: one request at a time, a moment after the last edit; two at work on one draft are told.
import { isProblem } from '@/core/problem'
import type { Ref } from '@/core/types'
import type { Draft, DraftProblem, FormDef } from './model/types'

export type Clash = { version: number; by: Ref | null; at: string | null }

export type Keeping = {
  state: 'kept' | 'waiting' | 'keeping' | 'failed' | 'clash'
  version: number
  problems: DraftProblem[]
  /** In force by now, and what the draft began from: another one means that somebody published meanwhile. */
  published: number
  basedOn: number
  at: string | null
  error: unknown
  clash: Clash | null
}

export const PAUSE = 700

type Deps<Body> = {
  put: (body: Body, version: number) => Promise<Start>
  tell: (now: Keeping) => void
  pause?: number
  /** The code of the refusal that says that somebody else kept the draft meanwhile. */
  clash?: string
}

export type Start = Pick<Draft, 'version' | 'problems' | 'changed_at' | 'published' | 'based_on'>

const told = (d: Start) => ({
  version: d.version,
  problems: d.problems,
  at: d.changed_at,
  published: d.published,
  basedOn: d.based_on,
})

/** The draft's keeper: `want` what is to be kept; `settle` resolves when everything wanted is kept or refused. */
export function makeKeeper<Body = FormDef>(start: Start, deps: Deps<Body>) {
  let now: Keeping = {
    state: 'kept',
    ...told(start),
    error: null,
    clash: null,
  }
  let wanted: Body | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  const set = (change: Partial<Keeping>) => {
    now = { ...now, ...change }
    deps.tell(now)
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), deps.pause ?? PAUSE)
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    running ??= send().finally(() => {
      running = null
    })
    return running
  }
  const send = async (): Promise<void> => {
    while (wanted !== null && now.state !== 'clash') {
      const body = wanted
      wanted = null
      set({ state: 'keeping' })
      try {
        const kept = await deps.put(body, now.version)
        set({ ...told(kept), error: null })
      } catch (e) {
        wanted ??= body
        return set(failure(e, deps.clash))
      }
    }
    if (now.state === 'keeping') set({ state: 'kept' })
  }
  return {
    get now() {
      return now
    },
    want(body: Body) {
      wanted = body
      if (now.state === 'clash') return
      if (now.state !== 'waiting') set({ state: 'waiting' })
      later()
    },
    /** What is mine goes over what somebody else kept meanwhile. */
    insist(body: Body) {
      wanted = body
      set({ state: 'waiting', version: now.clash?.version ?? now.version, clash: null })
      return flush()
    },
    /** What somebody else kept is taken; nothing of mine waits any more. */
    yield(theirs: Start) {
      wanted = null
      clearTimeout(timer)
      set({ state: 'kept', ...told(theirs), clash: null })
    },
    settle: flush,
    stop: () => clearTimeout(timer),
  }
}

export type Keeper<Body = FormDef> = ReturnType<typeof makeKeeper<Body>>

function failure(e: unknown, clash = 'forms.draft_changed'): Partial<Keeping> {
  if (!isProblem(e) || e.code !== clash) return { state: 'failed', error: e }
  const { version, by, at } = e.params as Partial<Clash>
  return { state: 'clash', error: e, clash: { version: version ?? 0, by: by ?? null, at: at ?? null } }
}
