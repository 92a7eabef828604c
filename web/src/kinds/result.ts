// A computed field as one of the kind its values are: shown and asked for like any other.
import type { Field, FieldOptions } from '@/core/types'

type Shown = { kind: string; options?: FieldOptions } | null

/** What a lookup shows, or the kind of a formula's or rollup's result; other fields are themselves. */
export function asResult(field: Field): Field {
  if (field.kind === 'lookup') {
    const shows = field.options?.shows as Shown | undefined
    return shows ? asResult({ ...field, ...shows, options: shows.options ?? {} }) : { ...field, kind: 'text' }
  }
  if (field.kind !== 'formula' && field.kind !== 'rollup') return field
  const result = field.options?.result
  const usual = field.kind === 'rollup' ? 'number' : 'text'
  return { ...field, kind: typeof result === 'string' ? result : usual, readonly: false }
}
