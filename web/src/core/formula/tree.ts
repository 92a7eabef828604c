// The tree of a formula as the server stores it; fields are named by dotted paths of keys.
export type Type = 'number' | 'text' | 'date' | 'datetime' | 'boolean' | 'empty'

export type Node =
  | { number: string }
  | { text: string }
  | { boolean: boolean }
  | { empty: true }
  | { field: string; type: string }
  | { op: string; args: Node[]; type: string }
  | { call: string; args: Node[]; type: string }

/** The type of a node: one of `Type`, with `[]` behind it for lists. */
export function typeOf(node: Node): string {
  if ('type' in node) return node.type
  if ('number' in node) return 'number'
  if ('text' in node) return 'text'
  return 'boolean' in node ? 'boolean' : 'empty'
}
