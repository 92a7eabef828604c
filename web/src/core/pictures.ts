// Which pictures are shown over the page, and which of them is looked at.
import { create } from 'zustand'
import type { FileRef } from './types'

type Shown = { items: FileRef[]; at: number }
type Pictures = {
  shown: Shown | null
  go: (by: 1 | -1) => void
  close: () => void
}

/** The pictures that browsers show in place, and the server makes small. */
export const isPicture = (file: { type: string }): boolean => /^image\/(png|jpeg|gif|webp)$/.test(file.type)

/** The neighbour, staying at the ends. */
export function neighbour({ items, at }: Shown, by: 1 | -1): Shown {
  return { items, at: Math.min(items.length - 1, Math.max(0, at + by)) }
}

export const usePictures = create<Pictures>()((set) => ({
  shown: null,
  go: (by) => set((s) => ({ shown: s.shown && neighbour(s.shown, by) })),
  close: () => set({ shown: null }),
}))

/** Opens the viewer on `file`, with the other pictures among `files` beside it. */
export function showPictures(files: FileRef[], file: FileRef): void {
  const items = files.filter(isPicture)
  const at = items.findIndex((each) => each.id === file.id)
  if (at >= 0) usePictures.setState({ shown: { items, at } })
}
