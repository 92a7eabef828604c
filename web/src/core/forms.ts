// Form definitions as the signed-in person may see them, and lookups in them.
import { useQuery } from '@tanstack/react-query'
import { get } from './http'
import type { Field, Form, Pipeline, Stage } from './types'

export const FORMS = ['forms'] as const

async function loadForms(): Promise<{ items: Form[]; revision: number }> {
  const forms = await get<{ items: Form[]; revision: number }>('/forms')
  return { ...forms, items: forms.items.map(withStageKind) }
}

/** The stage column arrives as a choice; pages draw it with its level and never edit it without its gates. */
const withStageKind = (form: Form): Form => ({
  ...form,
  system: form.system.map((f) => (f.key === 'stage' ? { ...f, kind: 'stage' } : f)),
})

/** All visible forms at once; the answer is small and rarely changes (the event stream says when). */
export const useForms = () => useQuery({ queryKey: FORMS, queryFn: loadForms, staleTime: 600_000 })

/** One form out of all of them. `data` is undefined while loading and when the person may not see it. */
export function useForm(key: string) {
  const forms = useForms()
  return { ...forms, data: forms.data?.items.find((f) => f.key === key) }
}

/** The form's own and system fields. */
export const fieldsOf = (form: Form): Field[] => [...form.fields, ...form.system]
/** Those worth a column: what is closed in every row is none. */
export const columnsIn = (form: Form): Field[] => fieldsOf(form).filter((f) => !f.closed)
export const fieldOf = (form: Form, key: string): Field | undefined => fieldsOf(form).find((f) => f.key === key)

export const stagesOf = (form: Form): Stage[] => form.pipelines?.[0]?.stages ?? []
export const pipelineOf = (form: Form): Pipeline | undefined => form.pipelines?.[0]
export const stageOf = (form: Form, key: unknown): Stage | undefined =>
  form.pipelines?.flatMap((p) => p.stages).find((s) => s.key === key)

export const hasStages = (form: Form): boolean => stagesOf(form).length > 0

/** What the person may do with this form's records: read, create, change, delete, import, export, assign, bulk, configure. */
export const may = (form: Form, action: string): boolean => form.actions.includes(action)

/** The field filling a slot of a trait (activity, task, party, pipeline, money_in), if the form has it. */
export const slot = (form: Form, trait: string, name: string): string | undefined => form.traits?.[trait]?.[name]
