// How much room a form asks for.
import type { Form } from '@/core/types'

/** True when a form wants more room than one column needs. */
export const isWide = (form: Form): boolean => (form.sections ?? []).some((s) => (s.columns ?? 1) > 1)
