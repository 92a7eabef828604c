// Saved views: making, changing, removing.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FORMS } from '@/core/forms'
import { del, newIdempotencyKey, patch, post } from '@/core/http'
import type { View, ViewDefinition, Words } from '@/core/types'

export type ViewChange = { label?: Words | string; shared?: boolean; definition?: ViewDefinition }

export function useViews(form: string) {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: FORMS })
  return {
    create: useMutation({
      mutationFn: (v: { label: View['label']; shared: boolean; definition: ViewDefinition; key?: string }) =>
        post<View>(`/forms/${form}/views`, v, { idempotencyKey: newIdempotencyKey() }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ view, change }: { view: View; change: ViewChange }) =>
        patch<View>(`/views/${view.id}`, { ...change, version: view.version }),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (view: View) => del(`/views/${view.id}`), onSuccess }),
  }
}
