// An amount in the capitals of cheques and contracts; worked out by the server, never written by hand.
import { Input } from '@/ui'
import type { FieldKind, OperandProps } from '../kind'
import { TextCell } from './text'

function Operand({ value, onChange, ...rest }: OperandProps) {
  return <Input aria-label={rest['aria-label']} value={typeof value === 'string' ? value : ''} onChange={onChange} />
}

const rmbCapitals: FieldKind = { key: 'rmb_capitals', icon: 'cash', Cell: TextCell, Operand, width: 200 }
export default rmbCapitals
