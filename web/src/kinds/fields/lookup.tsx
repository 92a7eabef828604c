// A field of the record that a relation points at.
import type { FieldKind } from '../kind'
import { ResultCell, ResultOperand } from '../ResultCell'

const lookup: FieldKind = { key: 'lookup', icon: 'link', Cell: ResultCell, Operand: ResultOperand, width: 140 }
export default lookup
