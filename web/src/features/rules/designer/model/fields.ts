// What fields hold, as far as values of steps go.
import type { Field } from '@/core/types'

/** Words are typed, with fields in them; of everything else a value is picked. */
export const isWords = (field: Field): boolean => (field.operand ?? 'text') === 'text' && !field.options?.choices
