// A value worked out from the record's other fields.
import type { FieldKind } from '../kind'
import { ResultCell, ResultOperand } from '../ResultCell'

const formula: FieldKind = { key: 'formula', icon: 'dashboard', Cell: ResultCell, Operand: ResultOperand, width: 116 }
export default formula
