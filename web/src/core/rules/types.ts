// What the rules of a form make of a record that is being filled in.
import type { Node } from '../formula/tree'
import type { Ref, Value, Words } from '../types'
import type { Asker } from '../conditions/types'

export type Values = { [key: string]: Value }

export type Said = { rule: string; message: Words; fields: string[] }

export type Ruling = {
  hidden: ReadonlySet<string>
  /** Marked as required; `asked` are those that a save is refused without. */
  required: ReadonlySet<string>
  asked: ReadonlySet<string>
  locked: ReadonlySet<string>
  /** The options that are left of a choice. */
  narrowed: ReadonlyMap<string, ReadonlySet<string>>
  /** What rules fill in, by field; it is not part of what the person has written. */
  filled: Values
  warnings: Said[]
  refusals: Said[]
}

/** The record as written so far. `before`: as it is stored, null for a new one; `me` fills in whoever acts. */
export type Filling = { values: Values; before: Values | null; asker: Asker; me: Ref | null }

/** The evaluator of formulas, which is loaded only for forms that need it. */
export type Formulas = {
  says: (tree: Node, values: Values, before: Values | null) => boolean
  computed: (values: Values) => Values
}
