// Lists of references: as read, and as the ids that writing takes.
import { isRef } from '@/core/search'
import type { Ref, Value } from '@/core/types'

export const refsOf = (value: Value): Ref[] => (Array.isArray(value) ? value.filter(isRef) : [])

export const writeRefs = (value: Value): Value => refsOf(value).map((r) => r.id)
