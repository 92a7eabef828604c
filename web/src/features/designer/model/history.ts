// Undo and redo over any value: edits of one run of typing are one step.

export type History<T> = {
  past: T[]
  now: T
  future: T[]
  /** The run the last edit belongs to; the next edit of the same run joins it. */
  run: string | null
}

export type Act<T> =
  | { do: 'load'; value: T }
  | { do: 'edit'; edit: (now: T) => T; run?: string | undefined }
  | { do: 'undo' }
  | { do: 'redo' }
  /** Ends a run: what is typed next is a step of its own. */
  | { do: 'rest' }

const STEPS = 200

export const begin = <T>(value: T): History<T> => ({ past: [], now: value, future: [], run: null })

export function reduce<T>(h: History<T>, act: Act<T>): History<T> {
  switch (act.do) {
    case 'load':
      return begin(act.value)
    case 'edit':
      return edited(h, act.edit(h.now), act.run ?? null)
    case 'undo': {
      const before = h.past[h.past.length - 1]
      return before === undefined
        ? h
        : { past: h.past.slice(0, -1), now: before, future: [h.now, ...h.future], run: null }
    }
    case 'redo': {
      const [next, ...rest] = h.future
      return next === undefined ? h : { past: [...h.past, h.now], now: next, future: rest, run: null }
    }
    case 'rest':
      return h.run === null ? h : { ...h, run: null }
  }
}

function edited<T>(h: History<T>, now: T, run: string | null): History<T> {
  if (now === h.now) return h
  const joins = run !== null && run === h.run
  return { past: joins ? h.past : [...h.past, h.now].slice(-STEPS), now, future: [], run }
}

export const canUndo = <T>(h: History<T>): boolean => h.past.length > 0
export const canRedo = <T>(h: History<T>): boolean => h.future.length > 0
