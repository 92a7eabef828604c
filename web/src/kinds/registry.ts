// Every field kind found in `fields/`, by its key.
import type { FieldKind } from './kind'

const files = import.meta.glob<{ default: FieldKind }>('./fields/*.tsx', { eager: true })

export const fieldKinds: ReadonlyMap<string, FieldKind> = new Map(
  Object.values(files).map((file) => [file.default.key, file.default]),
)

/** The kind of a field; one unknown to this build is shown as text and not edited. */
export function kindOf(key: string): FieldKind {
  const found = fieldKinds.get(key)
  if (found) return found
  const { Editor: _none, ...text } = fieldKinds.get('text')!
  return text
}
