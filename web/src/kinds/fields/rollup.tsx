// A figure about related records or detail rows.
import type { FieldKind } from '../kind'
import { ResultCell, ResultOperand } from '../ResultCell'

const rollup: FieldKind = { key: 'rollup', icon: 'forecast', Cell: ResultCell, Operand: ResultOperand, width: 116 }
export default rollup
