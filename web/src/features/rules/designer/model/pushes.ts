// The pushes of a form, as steps name them.
import type { Form } from '@/core/types'

export const pushOf = (form: Form | undefined, key: unknown) => form?.pushes?.find((push) => push.key === key)
