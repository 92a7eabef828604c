// A computed field as one of the kind its formula gives: shown and asked for like any other.
import type { Field } from '@/core/types'

export function asResult(field: Field): Field {
  if (field.kind !== 'formula') return field
  const result = field.options?.result
  return { ...field, kind: typeof result === 'string' ? result : 'text', readonly: false }
}
