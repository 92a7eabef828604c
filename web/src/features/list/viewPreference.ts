// What a person chose about a form's views: which opens first, in which order they stand; kept on the server.
import { useQueryClient } from '@tanstack/react-query'
import { FORMS } from '@/core/forms'
import { put } from '@/core/http'
import { ME } from '@/core/query'
import { useMe } from '@/core/session'
import type { Form } from '@/core/types'

type Kept = { order?: string[] | null; default?: string | null }

export function useViewPreference(form: Form) {
  const client = useQueryClient()
  const key = `views.${form.key}`
  const kept = ((useMe().preferences as { [key: string]: unknown } | undefined)?.[key] ?? {}) as Kept
  const keep = async (change: Kept) => {
    await put(`/me/preferences/${key}`, { value: { ...kept, ...change } })
    await Promise.all([client.invalidateQueries({ queryKey: ME }), client.invalidateQueries({ queryKey: FORMS })])
  }
  return { kept, keep }
}
