// Public forms of a form: what they are, reading and changing them, and a first draft of one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiUrl, del, get, patch, post } from '@/core/http'
import type { Form, Id, Ref, Value, Words } from '@/core/types'
import type { Language, PublicPage } from '@/features/public-page/model'

/** `options`: everybody may see the texts of another form that can be chosen. */
export type Chosen = { key: string; label: Words; hint: Words; required: boolean; group: Words; options?: boolean }
export type Code = { code: string; label: string; value: Value }
export type OwnerRule = 'nobody' | 'person' | 'round_robin'

export type Definition = {
  title: Words
  intro: Words
  privacy: Words
  thanks: Words
  fields: Chosen[]
  fixed: { [field: string]: Value }
  tracking: { field: string | null; codes: Code[] }
  owner: { rule: OwnerRule; people: Id[] }
  accent: string | null
  languages: Language[]
  opens: string | null
  closes: string | null
  limit: number | null
  code: string | null
}

export type Told = { field: string; code: string; detail: string }
export type Closed = 'off' | 'early' | 'over' | 'full' | 'broken'

export type PublicForm = {
  id: Id
  form: string
  slug: string
  label: string
  enabled: boolean
  closed: Closed | null
  version: number
  definition: Definition
  logo: Id | null
  counts: { taken: number; caught: number; twins: number; sources: { code: string; count: number }[] }
  problems: Told[]
  warnings: Told[]
  people: Ref[]
  preview: PublicPage
}

export type Twin = {
  id: Id
  at: string
  source: string
  record_id: Id | null
  title: string | null
  sent: { [field: string]: Value }
}

type Listed = { items: PublicForm[]; offered: string[]; mail: boolean }
export type Change = Partial<Pick<PublicForm, 'label' | 'enabled' | 'definition' | 'logo'>>

const keyOf = (form: string) => ['public-forms', form] as const
const pathOf = (form: string, id?: Id) => `/forms/${form}/public${id === undefined ? '' : `/${id}`}`

export const usePublicForms = (form: string) =>
  useQuery({ queryKey: keyOf(form), queryFn: () => get<Listed>(pathOf(form)) })

/** Making, changing, renewing and removing; the list follows. */
export function usePublicFormWork(form: string) {
  const client = useQueryClient()
  const put = (made: PublicForm) =>
    client.setQueryData<Listed>(keyOf(form), (old) => {
      if (!old) return old
      const known = old.items.some((each) => each.id === made.id)
      return { ...old, items: known ? old.items.map((x) => (x.id === made.id ? made : x)) : [...old.items, made] }
    })
  const make = useMutation({
    mutationFn: (body: { label: string; definition: Definition }) => post<PublicForm>(pathOf(form), body),
    onSuccess: put,
  })
  const change = useMutation({
    mutationFn: ({ was, to }: { was: PublicForm; to: Change }) =>
      patch<PublicForm>(pathOf(form, was.id), { version: was.version, ...to }),
    onSuccess: put,
  })
  const renew = useMutation({
    mutationFn: (was: PublicForm) => post<PublicForm>(`${pathOf(form, was.id)}/slug`),
    onSuccess: put,
  })
  const remove = useMutation({
    mutationFn: (was: PublicForm) => del(pathOf(form, was.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(form) }),
  })
  const reload = () => client.invalidateQueries({ queryKey: keyOf(form) })
  return { make, change, renew, remove, reload }
}

export function useTwins(p: PublicForm) {
  const client = useQueryClient()
  const key = [...keyOf(p.form), p.id, 'twins', p.counts.twins] as const
  const path = `${pathOf(p.form, p.id)}/twins`
  const list = useQuery({ queryKey: key, queryFn: () => get<{ items: Twin[] }>(path), enabled: p.counts.twins > 0 })
  const done = useMutation({
    mutationFn: (id: Id) => del(`${path}/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(p.form) }),
  })
  return { list, done }
}

export const linkOf = (slug: string, source = ''): string =>
  `${location.origin}/p/${slug}${source ? `?${new URLSearchParams({ c: source })}` : ''}`

export const qrOf = (p: PublicForm, source: string, format: 'svg' | 'png'): string =>
  apiUrl(`${pathOf(p.form, p.id)}/qr`, { origin: location.origin, c: source, format, scale: 20 })

/** What a website puts into its page: a frame, and a listener that gives it the height it asks for. */
export function embedCode(slug: string, source: string, title: string): string {
  const query = new URLSearchParams({ embed: '1', ...(source ? { c: source } : {}) })
  const name = title.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  const id = `bulou-${slug.slice(0, 8)}`
  return [
    `<iframe id="${id}" src="${location.origin}/p/${slug}?${query.toString().replace(/&/g, '&amp;')}" title="${name}" style="width:100%;height:720px;border:0"></iframe>`,
    `<script>addEventListener("message",function(e){var f=document.getElementById("${id}");if(e.source===f.contentWindow&&e.data&&e.data.bulou==="height")f.style.height=e.data.height+"px"})</script>`,
  ].join('\n')
}

/** A first draft: what the form requires and the ways to reach somebody, in the form's own groups. */
export function firstDraft(form: Form, offered: string[], title: Words): Definition {
  const party = Object.values(form.traits?.party ?? {})
  const wanted = form.fields.filter(
    (f) => offered.includes(f.key) && (f.required || f.key === form.title || party.includes(f.key)),
  )
  const fields = wanted.length ? wanted : form.fields.filter((f) => offered.includes(f.key)).slice(0, 5)
  return {
    title,
    intro: {},
    privacy: {},
    thanks: {},
    fixed: {},
    fields: fields.map((f) => chosen(f.key)),
    tracking: { field: null, codes: [] },
    owner: { rule: 'nobody', people: [] },
    accent: null,
    opens: null,
    closes: null,
    limit: null,
    code: null,
    languages: ['zh-CN', 'en-US'],
  }
}

export const chosen = (key: string): Chosen => ({ key, label: {}, hint: {}, required: false, group: {} })

/** The list with one item a place up (-1) or down (1). */
export function moved<T>(list: T[], at: number, by: -1 | 1): T[] {
  const next = [...list]
  const [item] = next.splice(at, 1)
  if (item !== undefined) next.splice(Math.max(0, at + by), 0, item)
  return next
}
