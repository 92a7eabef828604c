// What the view's editor is making of a view: the list shows it while it is being edited.
import { create } from 'zustand'
import type { View, ViewDefinition } from '@/core/types'

export type Audience = 'me' | 'all' | 'roles'
export type Draft = { name: string; audience: Audience; first: boolean; definition: ViewDefinition }

type Editor = {
  form: string | null
  /** The view under the editor; null makes a new one. */
  view: View | null
  draft: Draft | null
  open: (form: string, view: View | null, draft: Draft) => void
  set: (change: Partial<Draft>) => void
  define: (change: ViewDefinition) => void
  close: () => void
}

export const useViewEditor = create<Editor>()((set) => ({
  form: null,
  view: null,
  draft: null,
  open: (form, view, draft) => set({ form, view, draft }),
  set: (change) => set((s) => ({ draft: s.draft && { ...s.draft, ...change } })),
  define: (change) =>
    set((s) => ({ draft: s.draft && { ...s.draft, definition: { ...s.draft.definition, ...change } } })),
  close: () => set({ form: null, view: null, draft: null }),
}))

/** The definition under the editor of this form's views, if it is open. */
export const usePreview = (form: string): ViewDefinition | undefined =>
  useViewEditor((s) => (s.form === form ? s.draft?.definition : undefined))
