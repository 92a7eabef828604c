// The tint of a record by the value of a field: the colour of its choice, the step of its stage.
import { fieldOf, stagesOf } from '@/core/forms'
import type { Form, Row } from '@/core/types'
import { groundOf } from '@/ui'

const STEPS = 4

export function valueGround(form: Form, key: string | null | undefined, row: Row): string | undefined {
  const field = key ? fieldOf(form, key) : undefined
  const value = field && row[field.key]
  if (!field || typeof value !== 'string') return undefined
  if (field.kind === 'stage') return stageGround(form, value)
  const colour = field.options?.choices?.find((each) => each.key === value)?.colour
  return colour ? groundOf(colour) : undefined
}

/** Deeper is nearer to cash, as everywhere. */
function stageGround(form: Form, stage: string): string | undefined {
  const open = stagesOf(form).filter((each) => each.type === 'open')
  const at = open.findIndex((each) => each.key === stage)
  if (at < 0) return undefined
  const step = open.length <= 1 ? STEPS : 1 + Math.round((at * (STEPS - 1)) / (open.length - 1))
  return `color-mix(in srgb, var(--s${step}) 24%, var(--sheet))`
}
