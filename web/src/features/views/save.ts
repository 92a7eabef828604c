// Keeping what the editor made: a new view, a changed one, or the workspace's own in place of the template's.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { FORMS, may } from '@/core/forms'
import { newIdempotencyKey, patch, post } from '@/core/http'
import type { Form, View, ViewDefinition } from '@/core/types'
import { layoutRoute } from '@/features/list/layouts'
import { useViewEditor, type Draft } from '@/features/list/preview'
import { idOf } from '@/features/list/state'
import { useViewPreference } from '@/features/list/viewPreference'

export function useSaveView(form: Form) {
  const f = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const preference = useViewPreference(form)
  const close = useViewEditor((s) => s.close)
  return useMutation({
    mutationFn: async ({ view, draft }: { view: View | null; draft: Draft }) => {
      const renamed = !view || draft.name.trim() !== f.words(view.label)
      const saved = await send(form, view, draft, renamed)
      const name = idOf(saved)
      if (draft.first !== (preference.kept.default === name))
        await preference.keep({ default: draft.first ? name : null })
      return saved
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: FORMS })
      close()
      const pathname = layoutRoute(form.key, saved.definition.layout ?? 'table')
      void navigate({ pathname, search: `view=${idOf(saved)}` }, { replace: true })
    },
  })
}

function send(form: Form, view: View | null, draft: Draft, renamed: boolean): Promise<View> {
  const body = {
    shared: draft.audience !== 'me',
    definition: kept(form, draft),
    ...(renamed ? { label: draft.name.trim() } : {}),
  }
  if (view?.id) {
    // Whoever may not share leaves it as it is.
    const { shared, ...rest } = body
    const change = { ...rest, ...(may(form, 'configure') ? { shared } : {}), version: view.version }
    return patch<View>(`/views/${view.id}`, change)
  }
  const made = view?.key ? { key: view.key, label: renamed ? draft.name.trim() : view.label } : {}
  return post<View>(`/forms/${form.key}/views`, { ...body, ...made }, { idempotencyKey: newIdempotencyKey() })
}

/** Without what is unfinished and what does not go with the audience. */
export function kept(form: Form, { definition, audience }: Pick<Draft, 'definition' | 'audience'>): ViewDefinition {
  const { roles = [], default_for = [], colours = [], ...rest } = definition
  const whole = colours.filter((each) => each.filter)
  const forRoles = audience === 'roles' ? roles : []
  const first = audience === 'me' ? [] : default_for.filter((role) => audience === 'all' || forRoles.includes(role))
  return {
    ...rest,
    ...(whole.length ? { colours: whole } : {}),
    ...(may(form, 'configure') && forRoles.length ? { roles: forRoles } : {}),
    ...(may(form, 'configure') && first.length ? { default_for: first } : {}),
  }
}
