// Bars in groups by the value of a field; what has none comes last.
import { fieldOf, stagesOf } from '@/core/forms'
import type { Format } from '@/core/format'
import type { Field, Form, Words } from '@/core/types'
import type { Span } from '@/features/dated/span'

export type BarGroup = {
  key: string
  field: Field | undefined
  value: unknown
  spans: Span[]
  name: (f: Format) => string
}

export function groupsOf(form: Form, key: string | null | undefined, spans: Span[]): BarGroup[] {
  const field = key ? fieldOf(form, key) : undefined
  if (!field) return [{ key: '', field, value: null, spans, name: () => '' }]
  const groups = new Map<string, BarGroup>()
  for (const span of spans) {
    const value = span.row[field.key] ?? null
    const id = keyOf(value)
    const group = groups.get(id) ?? { key: id, field, value, spans: [], name: (f) => nameOf(form, field, value, f) }
    group.spans.push(span)
    groups.set(id, group)
  }
  const order = (field.kind === 'stage' ? stagesOf(form) : (field.options?.choices ?? [])).map((each) => each.key)
  const place = (id: string) => (id === '' ? Infinity : order.includes(id) ? order.indexOf(id) : order.length)
  return [...groups.values()].sort((a, b) => place(a.key) - place(b.key))
}

function keyOf(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'object' && 'id' in value ? String(value.id) : JSON.stringify(value).replace(/^"|"$/g, '')
}

function nameOf(form: Form, field: Field, value: unknown, f: Format): string {
  if (value === null) return ''
  if (typeof value === 'object' && 'title' in value) return String(value.title ?? '')
  const named = (field.kind === 'stage' ? stagesOf(form) : (field.options?.choices ?? [])) as {
    key: string
    label: Words
  }[]
  return f.words(named.find((each) => each.key === value)?.label) || String(value)
}
