// Files that wait for being sent, by their draft: an upload goes on when the composer it was chosen in is closed.
import { create } from 'zustand'
import { dropDraft, keepDraft, readDraft } from './drafts'
import type { FileRef, Id } from './types'

type Kept = FileRef & { at: number }
type Waiting = { files: Kept[]; busy: File[]; problem: string }

/** The server forgets an upload that hangs on nothing after a day. */
const LIFE = 23 * 3_600_000
const NONE: Waiting = { files: [], busy: [], problem: '' }

/** What a draft still may name. */
export const alive = (kept: Kept[] | undefined, now = Date.now()): Kept[] =>
  (kept ?? []).filter((file) => now - file.at < LIFE)

const useAll = create<{ [draft: string]: Waiting }>()(() => ({}))

export const useWaiting = (draft: string): Waiting => useAll((all) => all[draft] ?? NONE)

/** How many wait, those under way included. */
export function countWaiting(draft: string): number {
  const { files, busy } = useAll.getState()[draft] ?? NONE
  return files.length + busy.length
}

/** Each change begins with what is there by then: uploads and sending end at their own times. */
function change(draft: string, to: (now: Waiting) => Partial<Waiting>): void {
  useAll.setState((all) => {
    const now = all[draft] ?? NONE
    return { [draft]: { ...now, ...to(now) } }
  })
}

function changeFiles(draft: string, to: (files: Kept[]) => Kept[]): void {
  change(draft, ({ files }) => ({ files: to(files) }))
  const files = useAll.getState()[draft]?.files ?? []
  if (files.length) keepDraft(draft, files)
  else dropDraft(draft)
}

/** The draft as it is by now: another tab may have sent some of it, and some may have grown too old. */
export const recall = (draft: string): void => change(draft, () => ({ files: alive(readDraft<Kept[]>(draft)) }))

export const tellProblem = (draft: string, problem: string): void => change(draft, () => ({ problem }))

export const begin = (draft: string, chosen: File[]): void =>
  change(draft, ({ busy }) => ({ busy: [...busy, ...chosen] }))

export const end = (draft: string, file: File): void =>
  change(draft, ({ busy }) => ({ busy: busy.filter((each) => each !== file) }))

export const addWaiting = (draft: string, { id, name, size, type }: FileRef): void =>
  changeFiles(draft, (files) => [...files, { id, name, size, type, at: Date.now() }])

export const dropWaiting = (draft: string, ids: Id[]): void =>
  changeFiles(draft, (files) => files.filter((file) => !ids.includes(file.id)))
