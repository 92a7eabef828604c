// Printing: what there is to print with, pictures of the pages, files; and setting up the templates.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiUrl, del, get, patch, post, postForFile, put } from '@/core/http'
import type { Id, Words } from '@/core/types'

export const MOST_PRINTED = 50

export type Choice = { id: Id; label: Words }
export type Mistake = { tag: string; code: string; detail: string; params: { proposed?: string; name?: string } }
export type Template = {
  id: Id
  key: string
  label: Words
  name: string
  size: number
  enabled: boolean
  version: number
  changed_at: string
  changed_by: string | null
  placeholders: number
  problems: Mistake[]
}
export type Placeholder = { text: string; label: string; kind: string }
export type PlaceholderGroup = { group: string; label: string; items: Placeholder[] }
export type Pages = { pages: string[]; count: number; left_out: number }
type Listed = { items: Template[]; placeholders: PlaceholderGroup[] }

type What = { ids: Id[]; template: Id | null }

const pathOf = (form: string, id?: Id) => `/forms/${form}/print-templates${id === undefined ? '' : `/${id}`}`

/** What records of a form can be printed with, beside the built-in layout. */
export const useChoices = (form: string) =>
  useQuery({
    queryKey: ['prints', form],
    queryFn: () => get<{ items: Choice[]; configure: boolean }>(`/forms/${form}/prints`),
  })

/** Pictures of the pages. */
export const usePages = (form: string, what: What, version = 0, wanted = true) =>
  useQuery({
    queryKey: ['print-pages', form, what.template, what.ids, version],
    queryFn: () => post<Pages>(`/records/${form}/print`, { ...what, format: 'preview' }),
    enabled: wanted,
    retry: false,
    gcTime: 0,
    staleTime: 0,
  })

export const printFile = (form: string, what: What, format: 'pdf' | 'docx') =>
  postForFile(`/records/${form}/print`, { ...what, format })

export const useTemplates = (form: string) =>
  useQuery({
    queryKey: ['print-templates', form],
    queryFn: () => get<Listed>(pathOf(form)),
  })

export const fileOf = (form: string, id: Id): string => apiUrl(`${pathOf(form, id)}/file`)
export const starterOf = (form: string): string => apiUrl(`/forms/${form}/print-starter`)

/** Uploading, changing and removing; the list follows. */
export function useTemplateWork(form: string) {
  const client = useQueryClient()
  const again = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['print-templates', form] }),
      client.invalidateQueries({ queryKey: ['prints', form] }),
    ])
  const upload = useMutation({
    mutationFn: ({ file, id }: { file: File; id?: Id }) => {
      const body = new FormData()
      body.append('file', file)
      return id === undefined ? post<Template>(pathOf(form), body) : put<Template>(`${pathOf(form, id)}/file`, body)
    },
    onSuccess: again,
  })
  const change = useMutation({
    mutationFn: ({ was, to }: { was: Template; to: Partial<Pick<Template, 'label' | 'enabled'>> }) =>
      patch<Template>(pathOf(form, was.id), { version: was.version, ...to }),
    onSettled: again,
  })
  const remove = useMutation({ mutationFn: (id: Id) => del(pathOf(form, id)), onSuccess: again })
  return { upload, change, remove }
}
