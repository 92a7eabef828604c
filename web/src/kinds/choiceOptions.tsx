// Choices as options and as chips.
import { useFormat } from '@/core/format'
import type { Choice, Field } from '@/core/types'
import { Chip, paint, type SelectOption } from '@/ui'
import css from './kinds.module.css'

export const choicesOf = (field: Field): Choice[] => field.options?.choices ?? []

export function useChoiceOptions(field: Field): SelectOption[] {
  const f = useFormat()
  return choicesOf(field)
    .filter((c) => !c.archived)
    .map((c) => ({
      value: c.key,
      search: [f.words(c.label), c.key, ...(c.aliases ?? [])].join(' '),
      label: (
        <span className={css.option}>
          {c.colour && <span className={css.dot} style={{ background: paint(c.colour) }} />}
          {f.words(c.label)}
        </span>
      ),
    }))
}

/** Plain text unless the user gave the choice a colour. */
export function ChoiceText({ field, value }: { field: Field; value: string }) {
  const f = useFormat()
  const choice = choicesOf(field).find((c) => c.key === value)
  const name = choice ? f.words(choice.label) : value
  return choice?.colour ? <Chip colour={choice.colour}>{name}</Chip> : <span className="ellipsis">{name}</span>
}
